package dev.doorward.server.check;

import com.google.protobuf.CodedOutputStream;
import dev.doorward.core.answer.Passage;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * {@code envoy.service.auth.v3.CheckResponse}. Its status is never left unset, since Envoy takes
 * that for leave, nor is that of a refusal (C317).
 */
final class CheckResponse {
  private static final int OK = 0;
  private static final int PERMISSION_DENIED = 7;
  private static final int UNAUTHENTICATED = 16;

  /** {@code HeaderAppendAction}: what the request or answer has of that name goes. */
  private static final int OVERWRITE_IF_EXISTS_OR_ADD = 2;

  /** Of these the application's answer may have lines of its own. */
  private static final Set<String> ADDED = Set.of("vary", "set-cookie");

  private CheckResponse() {}

  /** The message which says what {@link EnvoyHttp} says by HTTP: 200 is leave, all else is not. */
  static byte[] write(Reply.Whole said) {
    return message(out -> {
      if (said.status() == 200) {
        inside(out, 1, status -> status.writeInt32(1, OK));
        inside(out, 3, ok -> ok(ok, said.headers()));
      } else {
        int code = said.status() == 401 ? UNAUTHENTICATED : PERMISSION_DENIED;
        inside(out, 1, status -> status.writeInt32(1, code));
        inside(out, 2, denied -> denied(denied, said));
      }
    });
  }

  /** {@code OkHttpResponse}. */
  private static void ok(CodedOutputStream out, Headers fields) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      String value = fields.value(i);
      if (name.equals(EnvoyHttp.REMOVE)) {
        for (String gone : value.split(",")) {
          out.writeString(5, gone.toLowerCase(Locale.ROOT));
        }
      } else if (Passage.IDENTITY.contains(name)) {
        if (!value.isEmpty()) {
          inside(out, 2, option -> option(option, name, value, true));
        }
      } else {
        boolean replaces = !ADDED.contains(name.toLowerCase(Locale.ROOT));
        inside(out, 6, option -> option(option, name, value, replaces));
      }
    }
  }

  /** {@code DeniedHttpResponse}. Every challenge is a line of its own: no append_action. */
  private static void denied(CodedOutputStream out, Reply.Whole said) throws IOException {
    inside(out, 1, status -> status.writeEnum(1, said.status()));
    for (int i = 0; i < said.headers().size(); i++) {
      String name = said.headers().name(i);
      String value = said.headers().value(i);
      inside(out, 2, option -> option(option, name, value, false));
    }
    if (said.body().length > 0) {
      out.writeByteArray(3, said.body());
    }
  }

  /** {@code HeaderValueOption}. */
  private static void option(CodedOutputStream out, String name, String value, boolean replaces)
      throws IOException {
    inside(
        out,
        1,
        header -> {
          header.writeString(1, name.toLowerCase(Locale.ROOT));
          header.writeByteArray(2, value.getBytes(StandardCharsets.ISO_8859_1));
        });
    if (replaces) {
      out.writeEnum(3, OVERWRITE_IF_EXISTS_OR_ADD);
    }
  }

  private interface Part {
    void write(CodedOutputStream out) throws IOException;
  }

  private static void inside(CodedOutputStream out, int number, Part part) throws IOException {
    out.writeByteArray(number, message(part));
  }

  private static byte[] message(Part part) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(octets);
    try {
      part.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }
}
