/*
 * Products of whole tiles of bytes, by Intel's AMX: ten times as fast as those of vectors, with the same whole numbers. A
 * tile is 16 rows of 64 bytes, or 16 x 16 sums; packed weights, keys and values are made of such tiles as they are.
 */
#ifndef TILES_H
#define TILES_H

#define TILE_ROWS 16

#ifdef TILES

/* Whether to multiply by tiles: decided when the library is loaded. */
extern int tiles_used;

#if defined(__AMX_INT8__)
#include <immintrin.h>
#include <stdint.h>

/* GCC does not know that what the instructions are given is read from memory: it must have been written. */
#define WRITTEN __asm__ volatile("" : : : "memory")

#define LOAD_TILE(tile, from, stride)    \
    do {                                 \
        WRITTEN;                         \
        _tile_loadd(tile, from, stride); \
    } while (0)

/*
 * Tiles belong to a thread, and other code on it has them for its own ends: each call begins and ends with these. Tiles 0 to
 * 5 have so many rows, for sums and what comes from the left; 6 and 7 are whole.
 */
static inline void begin_tiles(int rows) {
    struct {
        uint8_t palette;
        uint8_t unused[15];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } shape = {.palette = 1};
    for (int tile = 0; tile < 8; tile++) {
        shape.row_bytes[tile] = 64;
        shape.rows[tile] = (uint8_t)(tile < 6 ? rows : TILE_ROWS);
    }
    WRITTEN;
    if (tiles_used) _tile_loadconfig(&shape);
}

static inline void end_tiles(void) {
    if (tiles_used) _tile_release();
}

#endif

#else
/* This compiler does not know of them. */
enum { tiles_used = 0 };
static inline void begin_tiles(int rows) { (void)rows; }
static inline void end_tiles(void) {}
#endif

#endif
