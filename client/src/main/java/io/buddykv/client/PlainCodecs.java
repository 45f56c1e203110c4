package io.buddykv.client;

/** The codecs that need no type. */
final class PlainCodecs {
    static final Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] octets) {
            return octets;
        }
    };

    static final Codec<String> STRING = Codec.of(text -> text, text -> text);

    static final Codec<Long> NUMBER = Codec.of(number -> Long.toString(number), Long::valueOf);

    private PlainCodecs() {}
}
