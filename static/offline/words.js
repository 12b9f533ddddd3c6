/* The sentences of the shell, with what is put into them. They are whole; nothing is joined from halves. */

const PLACE = /%\((\w+)\)s/;

export class Words {
  constructor({ numerals, sentences, counted }) {
    Object.assign(this, { numerals: [...numerals], sentences, counted });
  }

  /* A number of pages, questions or minutes in the reader's digits. */
  number(value) {
    return String(value).replace(/\d/g, (digit) => this.numerals[digit]);
  }

  say(name, values = {}) {
    return put(this.sentences[name], values).join("");
  }

  /* A sentence that depends on a count. */
  count(name, count) {
    const { forms, which } = this.counted[name];
    const form = forms[which[Math.min(count, which.length - 1)]];
    return put(form, { count: this.number(count) }).join("");
  }

  /* The same into an element, where values may be elements. */
  fill(element, name, values) {
    element.replaceChildren(...put(this.sentences[name], values));
  }
}

function put(sentence, values) {
  return sentence.split(PLACE).map((part, index) => (index % 2 ? values[part] : part));
}
