package org.whispernotes.transcriber.model.graph;

/** A named attribute of a node, already in ONNX's {@code AttributeProto} form. */
record Attribute(ProtoWriter proto) {

    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int INTS = 7;

    static Attribute of(String name, float value) {
        return new Attribute(new ProtoWriter().text(1, name).real(2, value).integer(20, FLOAT));
    }

    static Attribute of(String name, long value) {
        return new Attribute(new ProtoWriter().text(1, name).integer(3, value).integer(20, INT));
    }

    static Attribute of(String name, String value) {
        return new Attribute(new ProtoWriter().text(1, name).text(4, value).integer(20, STRING));
    }

    static Attribute ofList(String name, long... values) {
        ProtoWriter proto = new ProtoWriter().text(1, name);
        for (long value : values) {
            proto.integer(8, value);
        }
        return new Attribute(proto.integer(20, INTS));
    }
}
