package org.whispernotes.transcriber.model.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one Python pickle (protocol 2, as PyTorch writes it) into lists, maps, strings and numbers. Nothing is ever
 * called: a class stays a {@link Global}, and what it would have made a {@link Call}. See CPython's
 * {@code pickletools.py} for the opcodes.
 */
final class PickleReader {

    /** Python's {@code None}. */
    static final Object NONE = new Object();

    private static final Object MARK = new Object();

    /** A class or function by name. */
    record Global(String name) {}

    /** What calling a {@link Global} would have made. */
    record Call(String callee, List<?> arguments) {}

    /** A reference to something stored beside the pickle. */
    record Persistent(List<?> id) {}

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** @param in at the pickle's first byte; left after its last */
    PickleReader(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    Object read() throws IOException {
        while (true) {
            int opcode = in.get() & 0xff;
            if (opcode == '.') {
                return stack.pop();
            }
            step(opcode);
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> in.get();
            case '(' -> stack.push(MARK);
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> stack.push((long) (in.get() & 0xff));
            case 'M' -> stack.push((long) (in.getShort() & 0xffff));
            case 'J' -> stack.push((long) in.getInt());
            case 0x8a -> stack.push(bigInteger());
            case 'G' -> stack.push(bigEndianDouble());
            case 'X' -> stack.push(text(in.getInt()));
            case 'U' -> stack.push(text(in.get() & 0xff));
            case 'c' -> stack.push(new Global(line() + "." + line()));
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(List.of());
            case 't' -> stack.push(untilMark());
            case 0x85 -> stack.push(top(1));
            case 0x86 -> stack.push(top(2));
            case 0x87 -> stack.push(top(3));
            case 'q' -> remember(in.get() & 0xff);
            case 'r' -> remember(in.getInt());
            case 'h' -> recall(in.get() & 0xff);
            case 'j' -> recall(in.getInt());
            case 'Q' -> stack.push(new Persistent((List<?>) stack.pop()));
            case 'R', 0x81 -> call();
            case 'b' -> stack.pop();
            case 's' -> put(top(2));
            case 'u' -> put(untilMark());
            case 'a' -> append(top(1));
            case 'e' -> append(untilMark());
            default -> throw new IOException("pickle opcode 0x" + Integer.toHexString(opcode) + " is not known");
        }
    }

    private void call() {
        List<?> arguments = (List<?>) stack.pop();
        String callee = stack.pop() instanceof Global global ? global.name() : "?";
        boolean dictionary = callee.equals("collections.OrderedDict") || callee.equals("collections.defaultdict");
        stack.push(dictionary ? new LinkedHashMap<>() : new Call(callee, arguments));
    }

    @SuppressWarnings("unchecked")
    private void put(List<Object> pairs) {
        if (stack.peek() instanceof Map<?, ?> map) {
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                ((Map<Object, Object>) map).put(pairs.get(i), pairs.get(i + 1));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        if (stack.peek() instanceof ArrayList<?> list) {
            ((List<Object>) list).addAll(items);
        }
    }

    private List<Object> top(int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(0, stack.pop());
        }
        return items;
    }

    private List<Object> untilMark() {
        ArrayDeque<Object> items = new ArrayDeque<>();
        for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
            items.addFirst(item);
        }
        return new ArrayList<>(items);
    }

    private void remember(int index) {
        memo.put(index, stack.getFirst());
    }

    private void recall(int index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new IOException("pickle recalls what it never stored");
        }
        stack.push(value);
    }

    private Object bigInteger() {
        byte[] digits = new byte[in.get() & 0xff];
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = in.get();
        }
        BigInteger value = digits.length == 0 ? BigInteger.ZERO : new BigInteger(digits);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new IOException("pickle is cut off");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        int start = in.position();
        int end = start;
        while (in.get(end) != '\n') {
            end++;
        }
        byte[] bytes = new byte[end - start];
        in.get(bytes).get();
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
