package org.whispernotes.transcriber.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file's own bytes say before any decoder looks at it. */
final class MediaSignature {

    private static final int HEAD_BYTES = 4096;

    /** Texts that name other files: FFmpeg's concat script, HLS, PLS, ASX, XSPF, SMIL, DASH. */
    private static final Pattern PLAYLIST = Pattern.compile(
            "\\s*(ffconcat |#extm3u|\\[playlist]|(<\\?xml[^>]*>\\s*(<!--.*?-->\\s*)*)?<(asx|playlist|smil|mpd)\\b).*",
            Pattern.DOTALL);

    private final RangeChannel channel;

    MediaSignature(RangeChannel channel) {
        this.channel = channel;
    }

    boolean isPlaylist() throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        channel.seek(0);
        int length = channel.readFully(head, 0, head.length);
        String text = new String(head, 0, length, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return PLAYLIST.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Whether this is an MP4 or QuickTime file (ISO 14496-12) that ends in the middle of a box or lacks its index, as
     * broken-off uploads and recorders that crashed leave it.
     */
    boolean isTruncatedMp4() throws IOException {
        byte[] header = new byte[16];
        long at = 0;
        boolean index = false;
        while (at + 8 <= channel.size()) {
            channel.seek(at);
            int length = channel.readFully(header, 0, header.length);
            ByteBuffer box = ByteBuffer.wrap(header, 0, length);
            long size = Integer.toUnsignedLong(box.getInt());
            String type = new String(header, 4, 4, StandardCharsets.ISO_8859_1);
            if (at == 0 && !type.equals("ftyp") && !type.equals("wide") && !type.equals("mdat")) {
                return false;
            }
            if (size == 1 && length == 16) {
                size = box.getLong(8);
            } else if (size == 0) {
                size = channel.size() - at;
            }
            if (size < 8) {
                return true;
            }
            index |= type.equals("moov");
            at += size;
        }
        return !index || at > channel.size();
    }
}
