package org.whispernotes.transcriber.speaker;

/**
 * A whole recording's audio, read piece by piece so that its length costs no memory. Called by one thread at a time.
 */
public interface AudioSource {

    /** Samples a second; 16 000 throughout the transcriber. */
    int sampleRate();

    /** Length in seconds. */
    double duration();

    /** How many channels {@link #readChannel} tells apart; 1 when only the mix was kept. */
    int channels();

    /**
     * Reads the mix of all channels.
     *
     * @param start seconds in the recording
     * @param seconds how much; less comes back where the recording ends
     * @return samples, -1..1
     * @throws java.io.UncheckedIOException when the audio can't be read
     */
    float[] read(double start, double seconds);

    /**
     * Reads one channel; as {@link #read}. A source of several channels overrides this.
     *
     * @param channel from 0 to {@link #channels()} - 1
     */
    default float[] readChannel(int channel, double start, double seconds) {
        return read(start, seconds);
    }
}
