/** Progress to ten thousand clients, beside a hub that is built for it and beside polling. */
@NullMarked
package org.whispernotes.bench.progress;

import org.jspecify.annotations.NullMarked;
