package org.whispernotes.transcriber.media;

/**
 * What the container says, before decoding.
 *
 * @param format FFmpeg's name of the container
 * @param codec FFmpeg's name of the audio codec
 * @param channels of the audio track
 * @param sampleRate of the audio track
 * @param duration seconds; 0 where the container does not say
 */
public record MediaInfo(String format, String codec, int channels, int sampleRate, double duration) {}
