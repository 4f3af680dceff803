/** Where data is kept: SQLite or PostgreSQL, one writer, changes told in order. */
@NullMarked
package dev.doorward.identity.store;

import org.jspecify.annotations.NullMarked;
