/* Whether this processor has tiles, and this process may use them. */
#define _DEFAULT_SOURCE /* syscall */
#include "tiles.h"

#include <stdlib.h>
#include <string.h>

#ifdef TILES
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

int tiles_used;

/* Linux wants to be asked, since it saves 8 kB more of each thread that uses them (asm/prctl.h, since 5.16). */
#define REQUEST_STATE 0x1023
#define TILE_STATE 18
/* Leaf 7 of cpuid, edx. */
#define TILES_THERE (1u << 24)
#define TILES_OF_BYTES (1u << 25)

static int possible(void) {
    unsigned a;
    unsigned b;
    unsigned c;
    unsigned d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & TILES_THERE) && (d & TILES_OF_BYTES)
           && syscall(SYS_arch_prctl, REQUEST_STATE, TILE_STATE) == 0;
}
#else
static int possible(void) { return 0; }
#endif

/* Whether to multiply by tiles from now on, where that is possible; answers whether it is done. */
__attribute__((visibility("default"))) int whispernotes_use_tiles(int wanted) {
    int used = wanted && possible();
#ifdef TILES
    tiles_used = used;
#endif
    return used;
}

/* NOTES_TILES=0 does without them. */
__attribute__((constructor)) static void decide(void) {
    const char *setting = getenv("NOTES_TILES");
    whispernotes_use_tiles(setting == NULL || strcmp(setting, "0"));
}
