/** Errors as RFC 9457 problem details. */
@NullMarked
package org.whispernotes.api.problem;

import org.jspecify.annotations.NullMarked;
