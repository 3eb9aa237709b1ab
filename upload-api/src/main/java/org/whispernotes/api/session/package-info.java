/** Sessions: their rows, the guarded changes of their status, and the API to them. */
@NullMarked
package org.whispernotes.api.session;

import org.jspecify.annotations.NullMarked;
