import { releaseVersion } from './release-version.ts';

/**
 * SHA-256 of the archives of the downloaded release, by platform. They are those that the official NATS container images check
 * (nats-io/nats-docker, 2.15.x/), for Linux and Windows. Other archives are only checked against the list published beside them,
 * which comes from the same place.
 */
const sums: Readonly<Record<string, string>> = {
	'linux-amd64.tar.gz': '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92',
	'linux-arm64.tar.gz': 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112',
	'linux-arm6.tar.gz': 'e29421c251dda2003d16b8d503124a0d690d05f4e018923be7e5e64b446e42c2',
	'linux-386.tar.gz': 'f572eccdbb35ab5c7fef7703a5b6ca49e55d039e441920ba5478972ecdcf7a47',
	'linux-s390x.tar.gz': 'ac50bf4adc8fa6db575ed9293417b6fbec746e71cc9d360aea5cd447e4207bfc',
	'linux-ppc64le.tar.gz': 'a402bf73f91f674735cc85aa0e7d06d5dfa3044b98cda6ea9937cfee4e05a266',
	'linux-loong64.tar.gz': 'fdce4b595b4b3a9f83d07ee310334b68a0723c799e969c9ab77f3105158fd64e',
	'windows-amd64.zip': '2d0861dc2ca3567d17f7d19611d7b346cc2ccbd7086a0a77cc957a2c71663200',
};

/** By the names of the archives. */
export const pinnedSums: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(sums).map(([what, sum]) => [`nats-server-v${releaseVersion}-${what}`, sum]),
);
