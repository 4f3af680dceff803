/** For tests of applications, with MockMvc and without a store. */
@NullMarked
package dev.doorward.spring.test;

import org.jspecify.annotations.NullMarked;
