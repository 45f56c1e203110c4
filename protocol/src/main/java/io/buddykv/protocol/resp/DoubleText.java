package io.buddykv.protocol.resp;

import java.math.BigDecimal;

/** Doubles as replies hold them: the shortest decimal that reads back the same, whole numbers without a fraction. */
final class DoubleText {
    /** Beyond these many digits before the point, or zeros after it, an exponent is clearer. */
    private static final int PLAIN_DIGITS = 17;

    private static final int PLAIN_ZEROS = 4;

    private DoubleText() {}

    static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -PLAIN_ZEROS - 1 && exponent < PLAIN_DIGITS) {
            return decimal.toPlainString();
        }
        return decimal.movePointLeft(exponent).toPlainString() + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
}
