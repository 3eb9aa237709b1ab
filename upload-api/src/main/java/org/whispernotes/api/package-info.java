/** Uploads, sessions, results, queue, dead letters and the page: the only service that opens PostgreSQL. */
@NullMarked
package org.whispernotes.api;

import org.jspecify.annotations.NullMarked;
