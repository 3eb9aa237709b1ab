/** Recordings coming in: in parts straight to the store, in parts through the API, or as a plain form. */
@NullMarked
package org.whispernotes.api.upload;

import org.jspecify.annotations.NullMarked;
