/** People and what they hold: users, passwords, sessions, roles; the store behind them. */
@NullMarked
package dev.doorward.identity;

import org.jspecify.annotations.NullMarked;
