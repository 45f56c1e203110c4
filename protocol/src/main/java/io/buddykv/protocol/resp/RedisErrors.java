package io.buddykv.protocol.resp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The texts of error replies, as Redis 7 words them, in one place. A text stands for octets: each character is one, so
 * that what a client sent comes back to it unchanged.
 */
public final class RedisErrors {
    public static final String SYNTAX = "ERR syntax error";
    public static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
    public static final String NOT_A_FLOAT = "ERR value is not a valid float";
    public static final String NAN_OR_INFINITY = "ERR increment would produce NaN or Infinity";
    public static final String OVERFLOW = "ERR increment or decrement would overflow";
    public static final String DECREMENT_OVERFLOW = "ERR decrement would overflow";
    public static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";
    public static final String NO_SUCH_KEY = "ERR no such key";
    public static final String SAME_OBJECT = "ERR source and destination objects are the same";
    public static final String OFFSET_OUT_OF_RANGE = "ERR offset is out of range";
    public static final String INVALID_CURSOR = "ERR invalid cursor";
    public static final String DB_INDEX_OUT_OF_RANGE = "ERR DB index is out of range";
    public static final String INVALID_DB_INDEX = "ERR invalid DB index";
    public static final String SELECT_IN_CLUSTER = "ERR SELECT is not allowed in cluster mode";
    public static final String EXPIRE_INCOMPATIBLE_NX =
            "ERR NX and XX, GT or LT options at the same time are not compatible";
    public static final String EXPIRE_INCOMPATIBLE_GT_LT = "ERR GT and LT options at the same time are not compatible";
    public static final String OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";
    public static final String STRING_TOO_LONG = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";
    public static final String NO_AUTH = "NOAUTH Authentication required.";
    public static final String WRONG_PASSWORD = "WRONGPASS invalid username-password pair or user is disabled.";
    public static final String AUTH_WITHOUT_PASSWORD = "ERR AUTH <password> called without any password configured for"
            + " the default user. Are you sure your configuration is correct?";
    public static final String HELLO_NO_AUTH = "NOAUTH HELLO must be called with the client already authenticated,"
            + " otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select"
            + " the RESP protocol version at the same time";
    public static final String NO_PROTO = "NOPROTO unsupported protocol version";
    public static final String PROTOCOL_VERSION_NOT_AN_INTEGER =
            "ERR Protocol version is not an integer or out of range";
    public static final String CROSS_SLOT = "CROSSSLOT Keys in request don't hash to the same slot";
    public static final String CLUSTER_DOWN = "CLUSTERDOWN The cluster is down";
    public static final String SLOT_NOT_SERVED = "CLUSTERDOWN Hash slot not served";
    public static final String TRY_AGAIN = "TRYAGAIN Multiple keys request during rehashing of slot";
    public static final String LOADING = "LOADING Redis is loading the dataset in memory";
    public static final String MASTER_DOWN =
            "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    public static final String READ_ONLY = "READONLY You can't write against a read only replica.";
    public static final String NO_REPLICAS = "NOREPLICAS Not enough good replicas to write.";
    public static final String DISK = "MISCONF Errors writing to the AOF file: No space left on device";
    public static final String MULTI_NESTED = "ERR MULTI calls can not be nested";
    public static final String EXEC_WITHOUT_MULTI = "ERR EXEC without MULTI";
    public static final String DISCARD_WITHOUT_MULTI = "ERR DISCARD without MULTI";
    public static final String WATCH_INSIDE_MULTI = "ERR WATCH inside MULTI is not allowed";
    public static final String NOT_IN_TRANSACTION = "ERR Command not allowed inside a transaction";
    public static final String EXEC_ABORT = "EXECABORT Transaction discarded because of previous errors.";
    public static final String NO_KEY_ARGUMENTS = "ERR The command has no key arguments";
    public static final String INVALID_COMMAND_SPECIFIED = "ERR Invalid command specified";
    public static final String INVALID_ARGUMENT_COUNT_SPECIFIED =
            "ERR Invalid number of arguments specified for command";
    public static final String INVALID_SLOT = "ERR Invalid or out of range slot";
    public static final String INVALID_KEY_COUNT = "ERR Invalid number of keys";
    public static final String TIMEOUT_NOT_AN_INTEGER = "ERR timeout is not an integer or out of range";
    public static final String TIMEOUT_NEGATIVE = "ERR timeout is negative";
    public static final String LFU_NOT_SELECTED = "ERR An LFU maxmemory policy is not selected, access frequency not"
            + " tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time"
            + " to adjust.";
    public static final String LCS_LEN_AND_IDX = "ERR If you want both the length and indexes, please just use IDX.";
    public static final String LCS_NOT_STRINGS = "ERR The specified keys must contain string values";
    public static final String CLIENT_NAME = "ERR Client names cannot contain spaces, newlines or special characters.";
    public static final String NO_SUCH_CLIENT = "ERR No such client";
    public static final String TOO_MANY_CLIENTS = "ERR max number of clients reached";

    /** How much of an unknown command's name and of its arguments a reply repeats. */
    private static final int REPEATED_OCTETS = 128;

    private static final CommandException NOT_AN_INTEGER_EXCEPTION = new CommandException(NOT_AN_INTEGER);
    private static final CommandException SYNTAX_EXCEPTION = new CommandException(SYNTAX);

    private RedisErrors() {}

    public static CommandException notAnInteger() {
        return NOT_AN_INTEGER_EXCEPTION;
    }

    public static CommandException syntax() {
        return SYNTAX_EXCEPTION;
    }

    /** @param command the full name in lower case, as {@code get} or {@code config|get} */
    public static String wrongNumberOfArguments(String command) {
        return "ERR wrong number of arguments for '" + command + "' command";
    }

    /** @param command in lower case, as {@code set} */
    public static String invalidExpireTime(String command) {
        return "ERR invalid expire time in '" + command + "' command";
    }

    public static String unknownCommand(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.count() && arguments.length() < REPEATED_OCTETS; i++) {
            String argument = beginning(request, i, REPEATED_OCTETS - arguments.length());
            arguments.append('\'').append(argument).append("' ");
        }
        return "ERR unknown command '" + beginning(request, 0, REPEATED_OCTETS) + "', with args beginning with: "
                + arguments;
    }

    public static String unknownSubcommand(Request request) {
        return "ERR unknown subcommand '" + beginning(request, 1, REPEATED_OCTETS) + "'. Try "
                + beginning(request, 0, REPEATED_OCTETS).toUpperCase(Locale.ROOT) + " HELP.";
    }

    /** Known, but with arguments that no form of it has. */
    public static String unknownSubcommandOrArguments(Request request) {
        return "ERR unknown subcommand or wrong number of arguments for '" + beginning(request, 1, REPEATED_OCTETS)
                + "'. Try " + beginning(request, 0, REPEATED_OCTETS).toUpperCase(Locale.ROOT) + " HELP.";
    }

    public static String unknownSetting(String name) {
        return "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'";
    }

    public static String settingRefused(String name, String reason) {
        return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason;
    }

    public static String moved(int slot, String host, int port) {
        return "MOVED " + slot + " " + host + ":" + port;
    }

    /** EXEC was refused as a whole, for the reason, its code included, that another command would have got alone. */
    public static String execAbort(String error) {
        return "EXECABORT Transaction discarded because of: " + error;
    }

    /** The code that a text begins with, as {@code ERR} or {@code MOVED}: what errors are counted by. */
    public static String code(String error) {
        int space = error.indexOf(' ');
        return space < 0 ? error : error.substring(0, space);
    }

    private static String beginning(Request request, int i, int octets) {
        int length = Math.min(octets, request.length(i));
        return new String(request.bytes(), request.offset(i), length, StandardCharsets.ISO_8859_1);
    }
}
