import { spanOfTime } from '../format/duration.ts';
import { atStage, both, either, type Facts, hasCode, isErrorOf, type Row, textMatches } from './connect-failure.ts';
import { NoTlsError, NotNatsError, TlsFirstError } from './transport.ts';

const expired = (facts: Facts): boolean => facts.expiresAt !== undefined && facts.expiresAt <= facts.now;
const authRefused = hasCode('AUTHORIZATION_VIOLATION', 'AUTHENTICATION_EXPIRED', 'ACCOUNT_EXPIRED');
/** The server hung up; its last words may have been lost with the connection. */
const brokeOff = (facts: Facts): boolean => facts.error === undefined || hasCode('ECONNRESET', 'EPIPE')(facts);
const checkCredentials = (facts: Facts): string =>
	facts.loginFrom === 'nobody'
		? 'Give credentials: --creds, --user and --password, --token, --nkey, or a --context that has them.'
		: 'Check the credentials, and that this is the server and account they are for.';
/** Files are read at each attempt; typed values, contexts and variables only once. */
function renewed(facts: Facts, first: string): string {
	if (facts.loginFrom === 'file') return `${first} Renew the file: jetdeck reads it again at each attempt.`;
	return facts.again ? `${first} Restart jetdeck with the new login, or read a context again with :context.` : first;
}

/** The first row that matches names the problem; specific rows come before general ones. */
export const rows: readonly Row[] = [
	{
		match: either(
			both((f) => f.peerPort && !f.wasUp, atStage('login')),
			textMatches(/attempted to connect to (route|leaf|gateway)/i),
		),
		kind: 'not-nats',
		message: () => 'This port is for other servers (cluster, gateway or leaf node), not for clients.',
		advice: () => 'Use the client port of the server, by default 4222.',
	},
	{
		match: both(authRefused, either(expired, hasCode('AUTHENTICATION_EXPIRED'))),
		kind: 'auth-expired',
		message: (f) =>
			f.expiresAt === undefined || f.expiresAt > f.now
				? `The server ended the connection: the login of ${f.identity} has expired.`
				: `The ${f.identity} expired on ${new Date(f.expiresAt).toISOString()}.`,
		advice: (f) => renewed(f, 'Get new credentials.'),
	},
	{
		match: hasCode('ACCOUNT_EXPIRED'),
		kind: 'auth-expired',
		message: (f) => `The account of ${f.identity} has expired.`,
		advice: () => 'Whoever runs the server has to renew the account.',
	},
	{
		match: textMatches(/revoked/i),
		kind: 'auth',
		message: (f) => `The server says that the ${f.identity} has been revoked.`,
		advice: (f) => renewed(f, 'Get new credentials.'),
	},
	{
		match: both(authRefused, (f) => f.again),
		kind: 'auth',
		message: (f) => `The server now refuses the login with ${f.identity}.`,
		advice: (f) => renewed(f, 'The user or its account was changed or removed on the server.'),
	},
	{
		match: authRefused,
		kind: 'auth',
		message: (f) => `The server refused the login with ${f.identity}.`,
		advice: checkCredentials,
	},
	{
		match: either(hasCode('AUTHENTICATION_TIMEOUT'), textMatches(/authentication timeout/i)),
		kind: 'auth',
		message: () => 'The server stopped waiting for the login.',
		advice: () => 'The server or the network is slow, or its authentication service does not answer.',
	},
	{
		match: textMatches(/maximum (account active )?connections|maximum .*connections exceeded/i),
		kind: 'other',
		message: () => 'The server accepts no more connections.',
		advice: () => 'Close other clients, or raise the limit of the account or server.',
	},
	{
		match: isErrorOf(TlsFirstError),
		kind: 'tls',
		message: () => 'The server waits for TLS before it says anything.',
		advice: () => 'Give --tlsfirst.',
	},
	{
		match: isErrorOf(NoTlsError),
		kind: 'tls',
		message: () => 'jetdeck was started with TLS, but the server does not support TLS.',
		advice: () => 'Use a nats:// URL without --tlsca, --tlscert and --tlsfirst, or enable TLS on the server.',
	},
	{
		match: isErrorOf(NotNatsError),
		kind: 'not-nats',
		message: () => 'Something answers there, but it is not a NATS server.',
		advice: () => 'Check the port; the default client port is 4222 (8222 is for monitoring).',
	},
	{
		match: hasCode('DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'),
		kind: 'tls',
		message: () => "The server's certificate is self-signed or comes from an authority this machine does not know.",
		advice: () => "Give the authority's certificate with --tlsca FILE.",
	},
	{
		match: hasCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
		kind: 'tls',
		message: () => "The server's certificate comes from an authority this machine does not know.",
		advice: () => "Give the authority's certificate with --tlsca FILE.",
	},
	{
		match: hasCode('CERT_SIGNATURE_FAILURE', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'INVALID_CA'),
		kind: 'tls',
		message: () => "The server's certificate was not signed by the given authority.",
		advice: () => 'Check the file of --tlsca.',
	},
	{
		match: hasCode('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'),
		kind: 'tls',
		message: (f) => `The server's certificate ${f.code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}.`,
		advice: () => "Have the server's certificate renewed, and check the clock of this machine.",
	},
	{
		match: hasCode('ERR_TLS_CERT_ALTNAME_INVALID'),
		kind: 'tls',
		message: () => "The server's certificate is for another host name.",
		advice: () => 'Use the host name that is in the certificate.',
	},
	{
		match: either(
			textMatches(/certificate required|bad certificate|alert number (42|116)/i),
			both((f) => f.wantsCertificate && !f.wasUp, brokeOff),
		),
		kind: 'tls',
		message: (f) =>
			f.clientCertificate
				? 'The server did not accept the client certificate.'
				: 'The server asks for a client certificate.',
		advice: (f) =>
			f.clientCertificate
				? 'Check the files of --tlscert and --tlskey: the server must know the authority that signed them.'
				: 'Give one with --tlscert FILE and --tlskey FILE.',
	},
	{
		match: both(textMatches(/unknown ca|alert number 48/i), (f) => f.clientCertificate),
		kind: 'tls',
		message: () => 'The server does not know the authority that signed the client certificate.',
		advice: () => 'Use a client certificate of an authority that the server trusts.',
	},
	{
		match: both(atStage('tls'), hasCode('ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG')),
		kind: 'tls',
		message: () => 'The server does not start with TLS.',
		advice: () => 'Leave out --tlsfirst: a server without handshake_first greets before TLS starts.',
	},
	{
		match: both(
			atStage('tls'),
			textMatches(/PEM|key values mismatch|no start line|bad decrypt|ERR_OSSL|interrupted or cancelled/i),
		),
		kind: 'tls',
		message: () => 'The given certificate or key is not usable.',
		advice: () =>
			'Check --tlscert, --tlskey and --tlsca: PEM files, the key belonging to the certificate and without a passphrase.',
	},
	{
		match: both(atStage('tls'), (f) => !f.wasUp),
		kind: 'tls',
		message: (f) => `The TLS handshake failed: ${f.redact(f.text) || 'no reason given'}.`,
		advice: () =>
			'Check that the server uses TLS as expected; give a required client certificate with --tlscert and --tlskey.',
	},
	{
		match: both(hasCode('CONNECTION_REFUSED', 'ECONNREFUSED'), (f) => f.again),
		kind: 'refused',
		message: () => 'Nothing listens there any more: the server stopped or moved.',
		advice: () => 'jetdeck keeps trying; start the server, or connect to another one.',
	},
	{
		match: hasCode('CONNECTION_REFUSED', 'ECONNREFUSED'),
		kind: 'refused',
		message: () => 'Nothing listens there: the connection was refused.',
		advice: () => 'Check the address, and that the server runs.',
	},
	{
		match: hasCode('ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_FAIL', 'EAI_NODATA'),
		kind: 'unreachable',
		message: (f) =>
			f.code === 'EAI_AGAIN' ? 'The host name could not be looked up.' : 'There is no host of that name.',
		advice: () => 'Check the spelling of the host, and the network or VPN this machine is on.',
	},
	{
		match: hasCode('EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN'),
		kind: 'unreachable',
		message: () => 'The host is unreachable.',
		advice: () => 'Check the network or VPN this machine is on.',
	},
	{
		match: both(hasCode('TIMEOUT', 'ETIMEDOUT'), atStage('dial')),
		kind: 'timeout',
		message: (f) => `The host did not answer within ${spanOfTime(f.timeoutMs)}.`,
		advice: () => 'Check the address and firewalls on the way, or give more time with --timeout.',
	},
	{
		match: both(hasCode('TIMEOUT'), atStage('greeting')),
		kind: 'not-nats',
		message: () => 'Something accepts the connection, but does not greet like a NATS server.',
		advice: () => 'Check the port; the default client port is 4222 (8222 is for monitoring).',
	},
	{
		match: hasCode('TIMEOUT', 'ETIMEDOUT'),
		kind: 'timeout',
		message: (f) => `The server did not finish the login within ${spanOfTime(f.timeoutMs)}.`,
		advice: () => 'The server or the network is slow; give more time with --timeout.',
	},
	{
		match: both((f) => f.wasUp, textMatches(/stale connection/i)),
		kind: 'lost',
		message: () => 'The server stopped hearing from this client and closed the connection.',
		advice: () => 'The network was interrupted; jetdeck reconnects by itself.',
	},
	{
		match: (f) => f.wasUp,
		kind: 'lost',
		message: (f) => `The connection was lost${f.text === '' ? '' : `: ${f.redact(f.text)}`}.`,
		advice: () => 'jetdeck reconnects as soon as it reaches the server.',
	},
	{
		match: brokeOff,
		kind: 'other',
		message: () => 'The server closed the connection before the login was done.',
		advice: () => 'Read the server log; it may accept no more connections, or require TLS.',
	},
];

/** The words if no row matches. */
export const otherwise: Omit<Row, 'match'> = {
	kind: 'other',
	message: (f) => `The connection failed: ${f.redact(f.text) || 'the server closed it without a reason'}.`,
	advice: () => 'Read the server log.',
};
