// s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-south-1&path-style=true
//
// What the query leaves out comes from where all programs of AWS look: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,
// AWS_REGION, the profile, the role of the machine.

export type S3Place = Readonly<{
  bucket: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
  /** Null: Amazon's own. */
  endpoint: string | null;
  region: string | null;
  /** The bucket is part of the path and not of the host's name. */
  pathStyle: boolean;
  credentials: Readonly<{ accessKeyId: string; secretAccessKey: string }> | null;
}>;

const parameters = ['endpoint', 'region', 'path-style'];

/** What is wrong with the URL, in words that name the part; or where the bytes are. */
export function toS3Place(text: string): S3Place | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 's3:') return 'must be s3://bucket/prefix';
  const bucket = url.hostname;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i.test(bucket))
    return 'the bucket needs 3 to 63 letters, digits, dots or hyphens';
  const asked = new Map([...url.searchParams].map(([name, value]) => [nameOf(name), value]));
  const unknown = [...asked.keys()].find(name => !parameters.includes(name));
  if (unknown) return `there is no parameter ${unknown}: endpoint, region and path-style are known`;
  const endpoint = asked.get('endpoint') ?? null;
  if (endpoint !== null && !/^https?:\/\/[^/?#]+\/?$/.test(endpoint))
    return 'the endpoint must be https:// or http:// and a host';
  const pathStyle = asked.get('path-style') ?? (endpoint === null ? 'false' : 'true');
  if (!/^(true|false|1|0|yes|no|)$/.test(pathStyle)) return 'path-style must be true or false';
  const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '');
  return {
    bucket,
    prefix: path === '' ? '' : `${path}/`,
    endpoint: endpoint?.replace(/\/$/, '') ?? null,
    region: asked.get('region') ?? null,
    pathStyle: /^(true|1|yes|)$/.test(pathStyle),
    credentials:
      url.username === ''
        ? null
        : { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) },
  };
}

/** The ways in which other programs spell one parameter. */
function nameOf(name: string): string {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return plain === 'pathstyle' || plain === 'forcepathstyle' ? 'path-style' : plain;
}

/** Null where the URL is one. */
export function s3Problem(text: string): string | null {
  const place = toS3Place(text);
  return typeof place === 'string' ? place : null;
}
