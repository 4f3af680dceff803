package dev.doorward.server.check;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.doorward.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code envoy.service.auth.v3.CheckRequest}: of its attributes those of the HTTP request, as
 * octets. Everything else in it is passed over.
 *
 * @param fields the client's, without those of HTTP/2 which begin with a colon, and without Host
 */
record CheckRequest(String method, String path, String host, String scheme, Headers fields) {
  private static final int CHECK_ATTRIBUTES = 1;
  private static final int ATTRIBUTES_REQUEST = 4;
  private static final int REQUEST_HTTP = 2;
  private static final int HEADER_MAP_HEADERS = 1;

  /** More than any request has which an edge lets through. */
  private static final int MOST_FIELDS = 1000;

  /**
   * Reads the message.
   *
   * @throws IOException when it is none
   * @throws IllegalArgumentException when a field of the client could not stand in a request
   */
  static CheckRequest read(byte[] message) throws IOException {
    Http http = new Http();
    each(
        CodedInputStream.newInstance(message),
        CHECK_ATTRIBUTES,
        attributes ->
            each(
                attributes,
                ATTRIBUTES_REQUEST,
                request -> each(request, REQUEST_HTTP, http::read)));
    Headers.Builder fields = Headers.builder();
    for (String[] pair : http.fields) {
      if (!pair[0].startsWith(":") && !pair[0].equals("host")) {
        fields.add(pair[0], pair[1]);
      }
    }
    requireVisible(http.method);
    requireVisible(http.path);
    return new CheckRequest(http.method, http.path, http.host, http.scheme, fields.build());
  }

  private static void requireVisible(String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("this cannot stand in a request line");
    }
  }

  /** {@code AttributeContext.HttpRequest}. */
  private static final class Http {
    String method = "";
    String path = "";
    String host = "";
    String scheme = "";
    final List<String[]> fields = new ArrayList<>();

    void read(CodedInputStream in) throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          skip(in, tag);
          continue;
        }
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 2 -> method = octets(in);
          case 3 -> inside(in, this::field); // map<string, string> headers
          case 4 -> path = octets(in);
          case 5 -> host = octets(in);
          case 6 -> scheme = octets(in);
          case 13 -> inside(in, map -> each(map, HEADER_MAP_HEADERS, this::field));
          default -> skip(in, tag);
        }
      }
    }

    /** An entry of the map, or a {@code HeaderValue}: key 1, value 2, raw_value 3. */
    void field(CodedInputStream in) throws IOException {
      String[] pair = {"", ""};
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED || number > 3) {
          skip(in, tag);
        } else if (number == 1) {
          pair[0] = octets(in);
        } else {
          String value = octets(in);
          pair[1] = value.isEmpty() ? pair[1] : value;
        }
      }
      fields.add(pair);
      if (fields.size() > MOST_FIELDS) {
        throw new IOException("too many fields");
      }
    }
  }

  private interface Part {
    void read(CodedInputStream in) throws IOException;
  }

  /** Every message in the field of that number; several of one are read as if they were one. */
  private static void each(CodedInputStream in, int number, Part part) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        inside(in, part);
      } else {
        skip(in, tag);
      }
    }
  }

  private static void inside(CodedInputStream in, Part part) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    part.read(in);
    in.checkLastTagWas(0);
    in.popLimit(outer);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("the end of a group which never began");
    }
  }

  private static String octets(CodedInputStream in) throws IOException {
    return new String(in.readByteArray(), StandardCharsets.ISO_8859_1);
  }
}
