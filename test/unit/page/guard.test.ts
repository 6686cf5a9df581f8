import { expect, test } from 'vitest';
import type { Asked } from '../../../runner/page/asked.ts';
import { refusal } from '../../../runner/page/guard.ts';

const token = 'a'.repeat(32);
const asked = (own: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  host: '127.0.0.1:4000',
  url: new URL(`http://localhost/?token=${token}`),
  ...own,
});

test.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'localhost'])(
  'whoever has the token may look, through the name %s',
  (host) => {
    expect(refusal(asked({ host }), token)).toBeUndefined();
  },
);

test.each([null, '', 'example.org', 'localhost.example.org:80', '127.0.0.1.example.org', '10.0.0.1:4000'])(
  'the foreign name %s is refused',
  (host) => {
    expect(refusal(asked({ host }), token)).toMatchObject({ status: 421 });
  },
);

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused', (method) => {
  expect(refusal(asked({ method }), token)).toMatchObject({ status: 405 });
});

test.each(['', '?token=', '?token=other', `?token=${token}a`, `?other=${token}`])(
  'without the token nothing is told: %j',
  (search) => {
    expect(refusal(asked({ url: new URL(`http://localhost/${search}`) }), token)).toMatchObject({
      status: 403,
      help: 'open the whole address that `reprise serve` printed; each start has a token of its own',
    });
  },
);
