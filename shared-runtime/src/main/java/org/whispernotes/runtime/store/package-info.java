/** The object store: a small port, and MinIO/S3 behind it. */
@NullMarked
package org.whispernotes.runtime.store;

import org.jspecify.annotations.NullMarked;
