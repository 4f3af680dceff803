package dev.doorward.face.api;

import dev.doorward.face.audit.AuditPages;
import dev.doorward.identity.people.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code audit}. */
final class AuditApi {
  private AuditApi() {}

  static ApiAnswer list(ApiCall call) {
    Query query = call.parameters("after", "limit");
    int limit = query.limit();
    Path log =
        call.settings()
            .audit()
            .orElseThrow(() ->
                new Refused(
                    Refused.Kind.UNKNOWN,
                    "no audit log is kept; the file has no audit: audit.jsonl"));
    try {
      Optional<AuditPages.Page> page = AuditPages.newest(log, query.text("after"), limit);
      return new ApiAnswer.Ok(
          page.map(found -> ApiCall.page(found.items(), found.next().orElse(null)))
              .orElseThrow(
                  () -> new Invalid("after", "is no place in the log any more; begin without it")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
