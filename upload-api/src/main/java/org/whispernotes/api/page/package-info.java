/** The web page. */
@NullMarked
package org.whispernotes.api.page;

import org.jspecify.annotations.NullMarked;
