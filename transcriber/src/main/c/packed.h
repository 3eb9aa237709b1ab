#ifndef PACKED_H
#define PACKED_H

/* Outputs side by side in packed weights. */
#define OUTPUT_LANES 16
/* Inputs that share a scale; a tile is as wide. */
#define INPUT_BLOCK 64

#endif
