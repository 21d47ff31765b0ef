// Enough of ZIP (APPNOTE 6.3.10) to take a dossier apart and to put a damaged one together.

import zlib from 'node:zlib';

/** The members of an archive: a Map from name to bytes, each checked against its CRC. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('not a ZIP archive');
  const members = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, crc, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = content(bytes, bytes.readUInt32LE(at + 42));
    const raw = bytes.subarray(start, start + packed);
    const member = method === 0 ? Buffer.from(raw) : zlib.inflateRawSync(raw);
    if (zlib.crc32(member) !== crc) throw new Error(`${name}: wrong CRC`);
    members.set(name, member);
    at += 46 + nameLength + extra + comment;
  }
  return members;
}

/** Where the content begins of the member whose local header is at `header`. */
function content(bytes, header) {
  return header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
}

/** An archive with these members, stored. */
export function zip(members) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const [name, body] of members) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(zlib.crc32(body), 10);
    fields.writeUInt32LE(body.length, 14);
    fields.writeUInt32LE(body.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), body]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(members.size, 8);
  end.writeUInt16LE(members.size, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, index, end]);
}

/** The archive with one byte changed inside the member whose name matches. */
export function damage(bytes, name) {
  const damaged = Buffer.from(bytes);
  let header = damaged.indexOf('PK\x03\x04', 0, 'latin1');
  while (!name.test(damaged.toString('utf8', header + 30, header + 30 + damaged.readUInt16LE(header + 26)))) {
    header = damaged.indexOf('PK\x03\x04', header + 4, 'latin1');
    if (header < 0) throw new Error(`no member ${name}`);
  }
  damaged[content(damaged, header) + 200] ^= 1;
  return damaged;
}

/** A dossier of which members were changed, as a colleague's page, or anybody, writes it: what was sealed stays aside. */
export function changed(bytes, change) {
  const [members, before] = [unzip(bytes), unzip(bytes)];
  change(members);
  if (members.has('sceau.json')) {
    for (const { name } of JSON.parse(members.get('sceau.json')).members) {
      const [aside, sealed] = [`scelle/${name}`, before.get(name)];
      if (!members.has(aside) && sealed && !members.get(name)?.equals(sealed)) members.set(aside, sealed);
    }
  }
  return zip(members);
}

/** The same, where `dossier.json` alone was changed. */
export function withJson(bytes, change) {
  return changed(bytes, (members) => {
    const document = JSON.parse(members.get('dossier.json'));
    change(document);
    members.set('dossier.json', Buffer.from(JSON.stringify(document)));
  });
}
