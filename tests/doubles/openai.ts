import { jsonOf, startHttpDouble, type HttpDouble, type Reply, type RouteContext } from './http-double.ts';
import { type Draw, hugePng, samplePng } from './media-samples.ts';

const usage = {
  input_tokens: 110,
  input_tokens_details: { text_tokens: 10, image_tokens: 100 },
  output_tokens: 1000,
  total_tokens: 1110,
};

/** OpenAI's image and moderation calls. Base address for the adapter: `url` + "/v1". Like the real one it streams one picture only. */
export function startOpenAIDouble(
  options: {
    readonly key?: string;
    readonly partials?: number;
    readonly keepsRequests?: boolean;
    readonly draw?: Draw;
  } = {},
): Promise<HttpDouble> {
  const partials = options.partials ?? 2;
  const drawSample: Draw = async (_model, _fields, place) => samplePng(64, 48, place + 1);
  const drawOne = options.draw ?? drawSample;

  async function draw(context: RouteContext, fields: Record<string, unknown>, event: string): Promise<Reply> {
    const count = Number(fields['n'] ?? 1);
    const streams = fields['stream'] === true || fields['stream'] === 'true';
    if (streams && count !== 1) {
      return {
        status: 400,
        body: { error: { message: 'Streaming is only supported with n=1.', type: 'invalid_request_error' } },
      };
    }
    context.bill();
    const { fault } = context;
    const pictures = await Promise.all(
      Array.from({ length: fault?.kind === 'twice' ? count + 1 : count }, async (_, place) => {
        const huge = fault?.kind === 'huge-picture';
        const picture = huge ? hugePng() : await drawOne(String(fields['model']), fields, place);
        return picture.toString('base64');
      }),
    );
    const headers = { 'x-request-id': 'req_double' };
    if (!streams) {
      const data = fault?.kind === 'no-output' ? [] : pictures.map((picture) => ({ b64_json: picture }));
      return { headers, body: { created: 1, data, usage } };
    }
    const previews = Array.from({ length: partials }, (_, index) => ({
      type: `${event}.partial_image`,
      b64_json: samplePng(16, 12, index + 7).toString('base64'),
      partial_image_index: index,
    }));
    const finals =
      fault?.kind === 'no-output'
        ? []
        : pictures.map((picture) => ({ type: `${event}.completed`, b64_json: picture, usage }));
    const text = [...previews, ...finals]
      .map((entry) => `event: ${entry.type}\ndata: ${JSON.stringify(entry)}\n\n`)
      .join('');
    return { headers: { ...headers, 'content-type': 'text/event-stream' }, body: text };
  }

  return startHttpDouble(
    [
      {
        method: 'GET',
        path: /^\/v1\/models$/,
        stage: 'check',
        answer: () => ({ body: { object: 'list', data: [{ id: 'gpt-image-2', object: 'model' }] } }),
      },
      {
        method: 'POST',
        path: /^\/v1\/moderations$/,
        stage: 'check',
        // Flags what says that it is forbidden, and doubts what says that it is doubtful.
        answer: ({ request }) => {
          const text = request.body.toString();
          const flagged = /forbidden/i.test(text);
          return {
            body: {
              id: 'modr_1',
              model: 'omni-moderation-latest',
              results: [
                {
                  flagged,
                  categories: { violence: flagged },
                  category_scores: { violence: flagged ? 0.98 : /doubtful/i.test(text) ? 0.6 : 0.01 },
                },
              ],
            },
          };
        },
      },
      {
        method: 'POST',
        path: /^\/v1\/images\/generations$/,
        stage: 'submit',
        answer: (context) => draw(context, jsonOf(context.request), 'image_generation'),
      },
      {
        method: 'POST',
        path: /^\/v1\/images\/edits$/,
        stage: 'submit',
        answer: (context) => draw(context, formFields(context), 'image_edit'),
      },
    ],
    options,
  );
}

/** Text fields of a multipart body. */
function formFields({ request }: RouteContext): Record<string, unknown> {
  const text = request.body.toString('latin1');
  const found = [...text.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)];
  return Object.fromEntries(found.map((match) => [match[1] ?? '', match[2]]));
}
