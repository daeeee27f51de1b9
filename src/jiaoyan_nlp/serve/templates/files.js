// What was dropped or chosen: every file with its path, folders read to their last entry, and sorted by what becomes of it.

/** The entries of a drop; to be asked for before the event is over. */
export const entriesOf = (transfer) => Array.from(transfer.items, (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);

/** The files below entries as {path, file}; `file` is null where it cannot be opened. */
export async function filesOf(entries) {
  const found = [];
  const waiting = entries.slice();
  while (waiting.length) {
    const entry = waiting.pop();
    const path = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) found.push({ path, file: await new Promise((take, fail) => entry.file(take, fail)) });
      else waiting.push(...(await children(entry)));
    } catch (error) {
      found.push({ path, file: null });
    }
  }
  return found;
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function children(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((take, fail) => reader.readEntries(take, fail));
    if (!some.length) return found;
    found.push(...some);
  }
}

/** The files of an input element. */
export const filesIn = (input) => Array.from(input.files, (file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Add files to those chosen before, without what is there already: the very same file dropped twice. */
export function joined(before, more) {
  const mark = ({ path, file }) => [path, file && file.size, file && file.lastModified].join("\n");
  const known = new Set(before.map(mark));
  return before.concat(more.filter((each) => !known.has(mark(each)) && known.add(mark(each))));
}

/** Files by what becomes of them: `sent`, of which `noReader` will only be listed; `large`, `unreadable`, `passed` are left out. */
export function sorted(found, settings) {
  const out = { sent: [], noReader: [], large: [], unreadable: [], passed: [], bytes: 0 };
  for (const each of found.slice().sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const suffix = suffixOf(each.path);
    const name = each.path.slice(each.path.lastIndexOf("/") + 1);
    const known = name === settings.settings || settings.read.includes(suffix) || settings.refused.includes(suffix) || !/^\.[a-z]\w{0,5}$/.test(suffix);
    const skipped = each.path.split("/").some((name) => settings.skipped.some((start) => name.startsWith(start)));
    if (skipped || !known) out.passed.push(each);
    else if (!each.file) out.unreadable.push(each);
    else if (each.file.size > settings.limits.file) out.large.push(each);
    else {
      out.sent.push(each);
      out.bytes += each.file.size;
      if (settings.refused.includes(suffix)) out.noReader.push(each);
    }
  }
  return out;
}

/** The suffix of a path in small letters, with its dot; empty where there is none. */
export function suffixOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.lastIndexOf(".") > 0 ? name.slice(name.lastIndexOf(".")).toLowerCase() : "";
}

/** The first folder of all files, with its slash; empty where they have none in common. */
export function topOf(files) {
  const [first] = files.length ? files[0].path.match(/^[^/]*\/|$/) : [""];
  return files.every(({ path }) => path.startsWith(first)) ? first : "";
}

/** [folder, files, bytes] of each folder that files lie in. */
export function byFolder(files) {
  const rows = new Map();
  for (const { path, file } of files) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const [count, bytes] = rows.get(folder) || [0, 0];
    rows.set(folder, [count + 1, bytes + file.size]);
  }
  return Array.from(rows, ([folder, [count, bytes]]) => [folder, count, bytes]);
}
