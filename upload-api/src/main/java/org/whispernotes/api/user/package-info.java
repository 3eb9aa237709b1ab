/** Who asks. */
@NullMarked
package org.whispernotes.api.user;

import org.jspecify.annotations.NullMarked;
