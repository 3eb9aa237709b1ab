@NullMarked
package org.whispernotes.transcriber.model.graph;

import org.jspecify.annotations.NullMarked;
