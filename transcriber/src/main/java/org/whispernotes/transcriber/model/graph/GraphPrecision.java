package org.whispernotes.transcriber.model.graph;

/** What the graphs compute in. */
public enum GraphPrecision {
    /** Exact; the oracle that quantised graphs are held against. */
    FLOAT32("float32"),
    /** 8-bit weights and activations, for processors with 8-bit dot products (x86 VNNI, ARM). */
    INT8("int8"),
    /** {@link #INT8} by operators of our own, in attention as well, for x86 with AVX-512 VNNI. */
    INT8_VNNI("int8-vnni"),
    /** For x86 without VNNI, whose 8-bit products saturate: weights keep to 7 bits where that can happen. */
    INT8_REDUCED_RANGE("int8-reduced-range");

    private final String label;

    GraphPrecision(String label) {
        this.label = label;
    }

    /** As written in file names and in {@code transcript.json}. */
    public String label() {
        return label;
    }

    /** Whether the decoder's keys and values have 8 bits. */
    public boolean quantised() {
        return this != FLOAT32;
    }

    /** Whether the graphs need the operators of {@link org.whispernotes.transcriber.model.OwnOperators}. */
    public boolean ownOperators() {
        return this == INT8_VNNI;
    }

    /** For many rows at once: the encoder. */
    LinearFormat manyRows() {
        return switch (this) {
            case FLOAT32 -> new LinearFormat.Float32();
            case INT8 -> new LinearFormat.Dynamic8(127);
            case INT8_VNNI -> new LinearFormat.PackedRows8();
            case INT8_REDUCED_RANGE -> new LinearFormat.Dynamic8(64);
        };
    }

    /** The same, but with these inputs as floats: more exact, and hardly slower when they are few. */
    LinearFormat manyRows(int[] floats) {
        return manyRows() instanceof LinearFormat.Dynamic8 bytes && floats.length > 0
                ? new LinearFormat.Decomposed8(bytes, floats)
                : manyRows();
    }

    /** For few rows that must not influence one another: the decoder. */
    LinearFormat independentRows() {
        return switch (this) {
            case FLOAT32 -> new LinearFormat.Float32();
            case INT8, INT8_REDUCED_RANGE -> new LinearFormat.Blocks8(4);
            case INT8_VNNI -> new LinearFormat.Packed8();
        };
    }
}
