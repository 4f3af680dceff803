/**
 * The HTTP/1.1 edge on Netty. Knows nothing of sign-in or policy, and lets no channel or buffer
 * out.
 *
 * <p>The way of a request: {@code ClientConnection} cuts what arrives into requests ({@code
 * RequestParser}, {@code Framing}, {@code Content}) and makes a {@code ClientExchange} of each,
 * which asks the {@link dev.doorward.http.Handler}. Its {@link dev.doorward.http.Reply} is written
 * by {@code WholeWriter}, or piped by {@code Forwarding}: {@code RequestSender} towards the
 * application over an {@code UpstreamConnection} of the {@code UpstreamPool}, {@code AnswerWriter}
 * back, or a {@code Tunnel} both ways; what is written to a connection of HTTP/1.x goes through its
 * {@code Outlet}. {@code Loop} looks after deadlines, {@code Departure} after the end of a
 * connection.
 */
@NullMarked
package dev.doorward.http;

import org.jspecify.annotations.NullMarked;
