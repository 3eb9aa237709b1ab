/** What has to happen outside the database because of a committed change. */
@NullMarked
package org.whispernotes.api.outbox;

import org.jspecify.annotations.NullMarked;
