// An oidc-provider which issues opaque tokens to one client and tells it of them (RFC 7662).
// Usage: node server.mjs PORT
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'checker',
      client_secret: 'a-secret-of-this-benchmark-alone',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  ttl: { ClientCredentials: 12 * 60 * 60 },
});
const server = provider.listen(port, '127.0.0.1');
server.keepAliveTimeout = 60_000;
