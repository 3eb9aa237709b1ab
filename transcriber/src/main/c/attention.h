#ifndef ATTENTION_H
#define ATTENTION_H

#include <stddef.h>
#include <stdint.h>

/* Every Whisper has heads of this width. */
#define HEAD 64
/* Frames of the longest window, in whole blocks of keys. */
#define MOST_FRAMES 1536
#define MOST_LISTENERS 4

/*
 * Softmax(Q K' / 8) V of one window in 8 bits. qkv: float [frames, 3 * heads * 64], queries, keys and values of a frame
 * side by side; out: float [frames, heads * 64]. Returns 0, or -1 when there is no memory.
 */
int self_attention(const float *qkv, float *out, int frames, int heads);

/*
 * The same for a few queries, at most MOST_LISTENERS, against the same keys and values, which are stored in 8 bits and read
 * once for all. queries and outs: float [64] each; keys and values: int8 [frames, 64], at most MOST_FRAMES. Their scales are
 * the caller's: in the queries, and on the results.
 */
void cross_attention(
    const float *const *queries, const int8_t *keys, const int8_t *values, float *const *outs, int count, int frames);

/* Frames as cross_attention reads them. x: float [frames, heads * 64]; out: int8 [heads, frames, 64]; a scale a channel. */
void cross_frames(const float *x, int frames, int heads, int8_t *out, float *scales);

#endif
