package org.whispernotes.transcriber.recognise.onnx;

/** GPT-2's alphabet: every byte as one printable character. */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        int shifted = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
            CHARACTERS[value] = (char) (printable ? value : shifted++);
            BYTES[CHARACTERS[value]] = value;
        }
    }

    private ByteAlphabet() {}

    static int toByte(char character) {
        return BYTES[character];
    }

    static char toCharacter(byte value) {
        return CHARACTERS[value & 0xff];
    }
}
