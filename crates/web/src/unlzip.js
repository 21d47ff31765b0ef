// Unpacks the program: a decoder of the lzip format, version 1, with LZMA inside, which is a fifth
// smaller than what a browser can unpack by itself. ES5 only, like the boot script that calls it. The
// names are those of the LZMA specification in Igor Pavlov's LZMA SDK.
var unlzip = (function () {
  'use strict';

  // lzip fixes what LZMA leaves open: 3 bits of the byte before tell a literal, 2 of the position all else.
  var LITERAL_CONTEXT_BITS = 3;
  var POSITION_STATES = 4;

  var HEADER = 6;
  var TRAILER = 20;
  // No program is larger: a damaged length shall not take the memory.
  var LONGEST = 0x4000000;

  // States below this one follow a literal, the others a match.
  var AFTER_MATCH = 7;
  var STATES = 12;
  var SHORTEST_MATCH = 2;
  // The lengths whose distances have models of their own; the last stands for all longer ones.
  var LENGTH_STATES = 4;
  // From these slots on a distance has bits below its slot, and of these all but the lowest four are even.
  var FIRST_SLOT_WITH_BITS = 4;
  var FIRST_SLOT_WITH_EVEN_BITS = 14;
  var ALIGN_BITS = 4;
  var END_MARKER = 0xFFFFFFFF;

  function damaged(what) {
    return new Error('the packed program ' + what);
  }

  // How likely a 0 is, in 2048ths.
  function models(count) {
    var made = new Uint16Array(count);
    for (var index = 0; index < count; index += 1) {
      made[index] = 1024;
    }
    return made;
  }

  function lengthModels() {
    return {
      choice: models(2),
      low: models(POSITION_STATES << 3),
      middle: models(POSITION_STATES << 3),
      high: models(1 << 8)
    };
  }

  // The `size` bytes that are coded in `input` from `at` to `end`. Each turn of its loops takes a bit or
  // makes a byte, and there are no more of either than there are: it ends whatever it is given.
  function lzma(input, at, end, size) {
    var output = new Uint8Array(size);
    var made = 0;

    // The range and the code. In variables, numbers of 32 bits would be objects to some engines.
    var coder = new Uint32Array([0xFFFFFFFF, 0]);

    function next() {
      if (at >= end) {
        throw damaged('is cut short');
      }
      at += 1;
      return input[at - 1];
    }

    function bit(probabilities, index) {
      var probability = probabilities[index];
      var range = coder[0];
      var code = coder[1];
      var bound = Math.imul(range >>> 11, probability) >>> 0;
      var value = 0;
      if (code < bound) {
        range = bound;
        probabilities[index] = probability + (2048 - probability >>> 5);
      } else {
        range = range - bound >>> 0;
        code = code - bound >>> 0;
        probabilities[index] = probability - (probability >>> 5);
        value = 1;
      }
      if (range < 0x1000000) {
        range = range << 8 >>> 0;
        code = (code << 8 | next()) >>> 0;
      }
      coder[0] = range;
      coder[1] = code;
      return value;
    }

    // Bits that are as often 0 as 1.
    function evenBits(count) {
      var value = 0;
      for (var left = count; left > 0; left -= 1) {
        coder[0] >>>= 1;
        value <<= 1;
        if (coder[1] >= coder[0]) {
          coder[1] -= coder[0];
          value |= 1;
        }
        if (coder[0] < 0x1000000) {
          coder[0] <<= 8;
          coder[1] = coder[1] << 8 | next();
        }
      }
      return value;
    }

    function tree(probabilities, from, bits) {
      var node = 1;
      for (var left = bits; left > 0; left -= 1) {
        node = node << 1 | bit(probabilities, from + node);
      }
      return node - (1 << bits);
    }

    // The same, with the lowest bit first.
    function reverseTree(probabilities, from, bits) {
      var node = 1;
      var value = 0;
      for (var position = 0; position < bits; position += 1) {
        var found = bit(probabilities, from + node);
        node = node << 1 | found;
        value |= found << position;
      }
      return value;
    }

    var isMatch = models(STATES * POSITION_STATES);
    var isRep = models(STATES);
    var isRepG0 = models(STATES);
    var isRepG1 = models(STATES);
    var isRepG2 = models(STATES);
    var isRep0Long = models(STATES * POSITION_STATES);
    var slots = models(LENGTH_STATES << 6);
    // The trees of these slots lie one after the other, the tree of `slot` from the first distance in it less `slot`.
    var lowBits = models(115);
    var align = models(1 << ALIGN_BITS);
    var matchLength = lengthModels();
    var repLength = lengthModels();
    var literals = models(0x300 << LITERAL_CONTEXT_BITS);

    var state = 0;
    // The last four distances, less one, the latest first.
    var rep0 = 0;
    var rep1 = 0;
    var rep2 = 0;
    var rep3 = 0;

    function literal() {
      var context = made > 0 ? output[made - 1] >>> 8 - LITERAL_CONTEXT_BITS : 0;
      var from = 0x300 * context;
      var node = 1;
      if (state >= AFTER_MATCH) {
        // The match ended because this byte is another than the one it would have gone on with: up to
        // the first bit that differs, that one helps.
        var expected = output[made - rep0 - 1];
        var isLike = true;
        while (isLike && node < 0x100) {
          var foreseen = expected >>> 7 & 1;
          expected <<= 1;
          var found = bit(literals, from + (1 + foreseen << 8) + node);
          node = node << 1 | found;
          isLike = found === foreseen;
        }
      }
      while (node < 0x100) {
        node = node << 1 | bit(literals, from + node);
      }
      return node & 0xFF;
    }

    function lengthBy(of, positionState) {
      if (bit(of.choice, 0) === 0) {
        return SHORTEST_MATCH + tree(of.low, positionState << 3, 3);
      }
      if (bit(of.choice, 1) === 0) {
        return SHORTEST_MATCH + 8 + tree(of.middle, positionState << 3, 3);
      }
      return SHORTEST_MATCH + 16 + tree(of.high, 0, 8);
    }

    // Less one, for a match of `length` bytes.
    function distance(length) {
      var lengthState = Math.min(length - SHORTEST_MATCH, LENGTH_STATES - 1);
      var slot = tree(slots, lengthState << 6, 6);
      if (slot < FIRST_SLOT_WITH_BITS) {
        return slot;
      }
      var bits = (slot >>> 1) - 1;
      var first = (2 | slot & 1) << bits;
      if (slot < FIRST_SLOT_WITH_EVEN_BITS) {
        return first + reverseTree(lowBits, first - slot, bits);
      }
      var even = evenBits(bits - ALIGN_BITS) << ALIGN_BITS;
      return (first + even + reverseTree(align, 0, ALIGN_BITS)) >>> 0;
    }

    // Makes one of the last four distances the latest. Returns whether a single byte is repeated from it.
    function repeat(positionState) {
      if (bit(isRepG0, state) === 0) {
        return bit(isRep0Long, state * POSITION_STATES + positionState) === 0;
      }
      var chosen = rep1;
      if (bit(isRepG1, state) !== 0) {
        chosen = rep2;
        if (bit(isRepG2, state) !== 0) {
          chosen = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = chosen;
      return false;
    }

    function copy(length) {
      if (rep0 >= made || length > size - made) {
        throw damaged('points outside itself');
      }
      for (var left = length; left > 0; left -= 1) {
        output[made] = output[made - rep0 - 1];
        made += 1;
      }
    }

    if (next() !== 0) {
      throw damaged('has no start');
    }
    for (var index = 0; index < 4; index += 1) {
      coder[1] = coder[1] << 8 | next();
    }
    for (;;) {
      var positionState = made & POSITION_STATES - 1;
      if (bit(isMatch, state * POSITION_STATES + positionState) === 0) {
        if (made === size) {
          throw damaged('is longer than it says');
        }
        output[made] = literal();
        made += 1;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      } else if (bit(isRep, state) === 0) {
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        var length = lengthBy(matchLength, positionState);
        rep0 = distance(length);
        if (rep0 === END_MARKER) {
          break;
        }
        state = state < AFTER_MATCH ? 7 : 10;
        copy(length);
      } else if (repeat(positionState)) {
        state = state < AFTER_MATCH ? 9 : 11;
        copy(1);
      } else {
        length = lengthBy(repLength, positionState);
        state = state < AFTER_MATCH ? 8 : 11;
        copy(length);
      }
    }
    if (made !== size || at !== end || coder[1] !== 0) {
      throw damaged('does not end where it should');
    }
    return output;
  }

  // CRC-32 as in gzip and PNG.
  function crc32(bytes) {
    var table = new Uint32Array(256);
    for (var byte = 0; byte < 256; byte += 1) {
      var value = byte;
      for (var turn = 0; turn < 8; turn += 1) {
        value = value & 1 ? value >>> 1 ^ 0xEDB88320 : value >>> 1;
      }
      table[byte] = value;
    }
    var crc = -1;
    for (var index = 0; index < bytes.length; index += 1) {
      crc = table[(crc ^ bytes[index]) & 0xFF] ^ crc >>> 8;
    }
    return ~crc >>> 0;
  }

  // What one lzip member (a Uint8Array) holds. Throws where it is not whole.
  return function (member) {
    var magic = [0x4C, 0x5A, 0x49, 0x50, 1];
    for (var index = 0; index < magic.length; index += 1) {
      if (member[index] !== magic[index]) {
        throw damaged('has no start');
      }
    }
    // The byte after them, the size of the window, is of no use: all of the output is one.
    var end = member.length - TRAILER;
    if (end < HEADER) {
      throw damaged('is cut short');
    }
    var trailer = new DataView(member.buffer, member.byteOffset + end, TRAILER);
    var size = trailer.getUint32(4, true);
    if (size > LONGEST || trailer.getUint32(8, true) !== 0
      || trailer.getUint32(12, true) !== member.length || trailer.getUint32(16, true) !== 0) {
      throw damaged('is not as long as it says');
    }
    var output = lzma(member, HEADER, end, size);
    if (crc32(output) !== trailer.getUint32(0, true)) {
      throw damaged('has changed: its checksum is wrong');
    }
    return output;
  };
}());
