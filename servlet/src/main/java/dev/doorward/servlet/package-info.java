/** Doorward inside a Jakarta Servlet application. */
@NullMarked
package dev.doorward.servlet;

import org.jspecify.annotations.NullMarked;
