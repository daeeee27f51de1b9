// Requests to the server that gave this page; all addresses are relative to it.

/** A refusal in words: {zh, en}; `one` where it concerns one file and the others may go on. */
export class Refusal extends Error {
  constructor(words, one) {
    super(words ? words.en : "the server does not answer");
    this.words = words;
    this.one = one;
  }
}

/** Ask, and get an object. Throws Refusal, its words null where nobody answers, or AbortError. */
export async function ask(method, address, options) {
  let answer;
  try {
    answer = await fetch(address, Object.assign({ method }, options));
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refusal(null, false);
  }
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return told;
  throw new Refusal(told, answer.status === 400 || answer.status === 413);
}

/**
 * Upload files into a new batch, a few at a time; returns {id, lost}, `lost` being [path, words or null] of the files that were not taken.
 * `tick` is called after each file; a refusal that concerns the batch is thrown.
 */
export async function upload(files, tick, signal) {
  const { id } = await ask("POST", "batch", { signal });
  const lost = [];
  const waiting = files.slice().reverse();
  const sender = async () => {
    while (waiting.length) {
      const each = waiting.pop();
      const words = await sent(id, each, signal);
      if (words !== true) lost.push([each.path, words]);
      tick(each);
    }
  };
  try {
    await Promise.all([sender(), sender(), sender(), sender()]);
  } finally {
    waiting.length = 0; // where one has failed, the others stop
  }
  return { id, lost };
}

/** True where a file was taken; the words of the refusal, null where the browser could not read it. */
async function sent(id, { path, file }, signal) {
  try {
    await ask("POST", `batch/${id}/file?path=${encodeURIComponent(path)}`, { body: file, signal });
    return true;
  } catch (error) {
    if (error instanceof URIError) return null; // a name that is no text
    if (error instanceof Refusal && error.one) return error.words;
    if (!(error instanceof Refusal) || error.words) throw error;
    await ask("GET", "progress", { signal }); // throws where it is the server that is gone
    return null;
  }
}
