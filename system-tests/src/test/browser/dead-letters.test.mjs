import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, url } from './browser.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('a message that nobody can read is shown with its cause, tried out and discarded with a reason', async () => {
  const { page, faults } = await open(browser);
  const mark = `poison-${Date.now()}`;
  await publish('chunk.ready', mark, '{"broken":true}');

  await page.goto(`${url}/admin`);
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill(mark);
  const letter = page.locator('.letter-name', { hasText: 'PoisonMessageException' });
  while ((await letter.count()) === 0) {
    const answered = page.waitForResponse(/\/api\/admin\/dead-letters\?/);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await answered;
  }
  await letter.click();
  const detail = page.locator('.letter-detail');
  await detail.getByText('are required').first().waitFor();
  assert.match(await detail.innerText(), /"broken": true/);

  await detail.getByRole('button', { name: 'Replay', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Dry run' }).click();
  await dialog.getByText('Nothing was sent yet').waitFor();
  await dialog.getByRole('button', { name: 'Back', exact: true }).click();

  await detail.getByRole('button', { name: 'Discard', exact: true }).click();
  await dialog.getByLabel('Reason').fill('Sent by a test');
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
  await detail.getByText('Sent by a test').waitFor();
  await letter.waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
});

/** Through the broker's management API, as anybody could by mistake. */
async function publish(routingKey, messageId, payload) {
  const api = new URL(process.env.NOTES_RABBITMQ_API);
  const vhost = virtualHost();
  const response = await fetch(`${api.origin}/api/exchanges/${vhost}/recordings/publish`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${btoa(`${api.username || 'guest'}:${api.password || 'guest'}`)}`,
    },
    body: JSON.stringify({
      routing_key: routingKey,
      payload,
      payload_encoding: 'string',
      // What the search looks through: messages, headers and payloads.
      properties: { content_type: 'application/json', message_id: messageId, headers: { mark: messageId } },
    }),
  });
  assert.equal(response.status, 200, await response.clone().text());
  assert.deepEqual(await response.json(), { routed: true });
}

function virtualHost() {
  const { NOTES_AMQP_URL, SPRING_RABBITMQ_VIRTUAL_HOST } = process.env;
  if (NOTES_AMQP_URL) return new URL(NOTES_AMQP_URL).pathname.slice(1) || '%2F';
  return encodeURIComponent(SPRING_RABBITMQ_VIRTUAL_HOST ?? '/');
}
