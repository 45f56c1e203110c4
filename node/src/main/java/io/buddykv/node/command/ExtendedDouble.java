package io.buddykv.node.command;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A floating point number with the 64 bit significand and the 15 bit exponent of x86's extended precision, as which
 * Redis' INCRBYFLOAT calculates: so that both give the same digits. Read as C's {@code strtold} does, summed with one
 * rounding to nearest even, printed as <code>%.17Lf</code> without the zeros at the end.
 *
 * @param significand signed; the value is {@code significand * 2^exponent}
 */
record ExtendedDouble(BigInteger significand, int exponent) {
    /** More digits than this Redis does not read either. */
    static final int MAX_LENGTH = 5 * 1024 - 1;

    private static final int SIGNIFICAND_BITS = 64;
    private static final int LEAST_EXPONENT = -16445;
    private static final int OVERFLOW_BITS = 16384;
    private static final int PRINTED_DECIMALS = 17;

    /** Beyond this many places any number of {@link #MAX_LENGTH} digits is too large or zero. */
    private static final int UNREPRESENTABLE_EXPONENT = 1_000_000;

    private static final Pattern DECIMAL =
            Pattern.compile("([+-]?)(?:([0-9]+)(?:\\.([0-9]*))?|\\.([0-9]+))(?:[eE]([+-]?[0-9]+))?");
    private static final Pattern HEXADECIMAL = Pattern.compile(
            "([+-]?)0[xX](?:([0-9a-fA-F]+)(?:\\.([0-9a-fA-F]*))?|\\.([0-9a-fA-F]+))(?:[pP]([+-]?[0-9]+))?");
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    static final ExtendedDouble ZERO = new ExtendedDouble(BigInteger.ZERO, 0);

    /** Stands for every number beyond the largest; what it is summed with does not matter. */
    static final ExtendedDouble INFINITY = new ExtendedDouble(BigInteger.ONE, Integer.MAX_VALUE);

    /** The number, or null when the text is none, or one too large or too small to be told from zero. */
    static ExtendedDouble parse(byte[] bytes, int offset, int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return null;
        }
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return finite(decimal, 10);
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        if (hexadecimal.matches()) {
            return finite(hexadecimal, 16);
        }
        return INFINITE.matcher(text).matches() ? INFINITY : null;
    }

    boolean isFinite() {
        return exponent != Integer.MAX_VALUE;
    }

    ExtendedDouble plus(ExtendedDouble other) {
        if (!isFinite() || !other.isFinite()) {
            return INFINITY;
        }
        int common = Math.min(exponent, other.exponent);
        BigInteger sum =
                significand.shiftLeft(exponent - common).add(other.significand.shiftLeft(other.exponent - common));
        return rounded(sum, common);
    }

    @Override
    public String toString() {
        BigInteger scaled = significand.multiply(BigInteger.TEN.pow(PRINTED_DECIMALS));
        BigInteger units = exponent >= 0 ? scaled.shiftLeft(exponent) : shiftedRightToEven(scaled, -exponent);
        if (units.signum() == 0) {
            return "0";
        }
        String digits = units.abs().toString();
        String padded = "0".repeat(Math.max(0, PRINTED_DECIMALS + 1 - digits.length())) + digits;
        int point = padded.length() - PRINTED_DECIMALS;
        int last = padded.length();
        while (last > point && padded.charAt(last - 1) == '0') {
            last--;
        }
        String fraction = last == point ? "" : "." + padded.substring(point, last);
        return (units.signum() < 0 ? "-" : "") + padded.substring(0, point) + fraction;
    }

    private static ExtendedDouble finite(Matcher number, int radix) {
        String whole = number.group(2) == null ? "" : number.group(2);
        String fraction = number.group(2) == null ? number.group(4) : number.group(3);
        fraction = fraction == null ? "" : fraction;
        BigInteger digits = new BigInteger(whole + fraction, radix);
        if (digits.signum() == 0) {
            return ZERO;
        }
        if (number.group(1).equals("-")) {
            digits = digits.negate();
        }
        int announced = places(number.group(5));
        if (Math.abs(announced) >= UNREPRESENTABLE_EXPONENT) {
            return null;
        }
        ExtendedDouble value = radix == 16
                ? rounded(digits, announced - 4 * fraction.length())
                : decimal(digits, announced - fraction.length());
        return value.isFinite() && value.significand.signum() != 0 ? value : null;
    }

    private static int places(String exponent) {
        if (exponent == null) {
            return 0;
        }
        BigInteger bound = BigInteger.valueOf(UNREPRESENTABLE_EXPONENT);
        return new BigInteger(exponent.startsWith("+") ? exponent.substring(1) : exponent)
                .min(bound)
                .max(bound.negate())
                .intValue();
    }

    private static ExtendedDouble decimal(BigInteger digits, int places) {
        if (places >= 0) {
            // 2^OVERFLOW_BITS has fewer than 5000 digits.
            return places > 5000 ? INFINITY : rounded(digits.multiply(BigInteger.TEN.pow(places)), 0);
        }
        if (places < -3 * MAX_LENGTH) {
            return ZERO;
        }
        BigInteger divisor = BigInteger.TEN.pow(-places);
        int shift = Math.max(0, SIGNIFICAND_BITS + 2 - (digits.bitLength() - divisor.bitLength()));
        BigInteger[] quotient = digits.shiftLeft(shift).divideAndRemainder(divisor);
        // One more bit, set when anything is left over, decides between even and nearest.
        BigInteger sticky = quotient[0].abs().shiftLeft(1).or(BigInteger.valueOf(quotient[1].signum() == 0 ? 0 : 1));
        return rounded(digits.signum() < 0 ? sticky.negate() : sticky, -shift - 1);
    }

    private static ExtendedDouble rounded(BigInteger value, int exponent) {
        int surplus = Math.max(value.abs().bitLength() - SIGNIFICAND_BITS, LEAST_EXPONENT - exponent);
        if (surplus <= 0) {
            return checked(value, exponent);
        }
        return checked(shiftedRightToEven(value, surplus), exponent + surplus);
    }

    private static ExtendedDouble checked(BigInteger significand, int exponent) {
        if (significand.signum() == 0) {
            return ZERO;
        }
        return (long) significand.abs().bitLength() + exponent > OVERFLOW_BITS
                ? INFINITY
                : new ExtendedDouble(significand, exponent);
    }

    private static BigInteger shiftedRightToEven(BigInteger value, int bits) {
        BigInteger magnitude = value.abs();
        BigInteger quotient = magnitude.shiftRight(bits);
        if (magnitude.testBit(bits - 1)) {
            boolean aboveHalf = magnitude.getLowestSetBit() < bits - 1;
            if (aboveHalf || quotient.testBit(0)) {
                quotient = quotient.add(BigInteger.ONE);
            }
        }
        return value.signum() < 0 ? quotient.negate() : quotient;
    }
}
