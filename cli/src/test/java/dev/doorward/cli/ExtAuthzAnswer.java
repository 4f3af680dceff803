package dev.doorward.cli;

import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Field;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A {@code CheckResponse} as if it were an answer of HTTP. */
final class ExtAuthzAnswer {
  private ExtAuthzAnswer() {}

  /**
   * Leave is 200 with what goes to either side.
   *
   * @param removes the field which names what the client may not tell the application
   * @throws IllegalStateException where a part is left unset (C317)
   */
  static Answer of(CheckResponse said, String removes) {
    if (!said.hasStatus()) {
      throw new IllegalStateException("a status left unset is leave");
    }
    if (said.getStatus().getCode() == 0) {
      if (!said.hasOkResponse() || said.hasDeniedResponse()) {
        throw new IllegalStateException("leave without an OkHttpResponse");
      }
      List<Field> fields = fields(said.getOkResponse().getHeadersList());
      fields.addAll(fields(said.getOkResponse().getResponseHeadersToAddList()));
      said.getOkResponse()
          .getHeadersToRemoveList()
          .forEach(name -> fields.add(new Field(removes, name)));
      return Answer.of(200, fields, new byte[0]);
    }
    DeniedHttpResponse denied = said.getDeniedResponse();
    if (!said.hasDeniedResponse() || denied.getStatus().getCodeValue() == 0) {
      throw new IllegalStateException("a refusal without its status");
    }
    return Answer.of(
        denied.getStatus().getCodeValue(),
        fields(denied.getHeadersList()),
        denied.getBodyBytes().toByteArray());
  }

  private static List<Field> fields(List<HeaderValueOption> options) {
    List<Field> fields = new ArrayList<>();
    for (HeaderValueOption option : options) {
      fields.add(
          new Field(
              option.getHeader().getKey(),
              option.getHeader().getValueBytes().toString(StandardCharsets.ISO_8859_1)));
    }
    return fields;
  }
}
