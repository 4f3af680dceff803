@NullMarked
package dev.doorward.servlet;

import org.jspecify.annotations.NullMarked;
