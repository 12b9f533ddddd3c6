/* What waits on this device, in IndexedDB: sealed envelopes in their order, a shelf for those that a stranger refused,
   and the place where the patient is, encrypted. Each change is on the disk before it counts (durability "strict"). */

const NAME = "qol";
const STRICT = { durability: "strict" };
const PATIENCE = 3_000; /* milliseconds after which a silent disk has not kept it */
const STORES = ["queue", "shelf", "place"];

export class Queue {
  #opening = null;

  /* Keeps an envelope and the place in one transaction: both or neither. */
  async add(envelope, place) {
    await this.#write(["queue", "place"], (queue, places) => {
      queue.add(envelope);
      if (place) places.put(place, "place");
    });
  }

  /* The oldest envelopes, each with its number `at`. */
  async first(most) {
    const queue = (await this.#begin(["queue"])).objectStore("queue");
    const found = [];
    return new Promise((done, fail) => {
      const cursor = queue.openCursor();
      cursor.onerror = () => fail(cursor.error);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at || found.length === most) return done(found);
        found.push({ ...at.value, at: at.primaryKey });
        at.continue();
      };
    });
  }

  /* How many wait, of one assessment or of all. */
  async waiting(assessment) {
    const transaction = await this.#begin(["queue", "shelf"]);
    const counts = ["queue", "shelf"].map((name) => {
      const store = transaction.objectStore(name);
      return assessment ? store.index("assessment").count(assessment) : store.count();
    });
    const [queue, shelf] = await Promise.all(counts.map(result));
    return queue + shelf;
  }

  /* How many a stranger's refusals have moved to the shelf. */
  async shelved() {
    return result((await this.#begin(["shelf"])).objectStore("shelf").count());
  }

  /* Every envelope of this device, as staff may carry them to the server: those on the shelf first. */
  async everything() {
    const transaction = await this.#begin(["queue", "shelf"]);
    const [shelf, queue] = ["shelf", "queue"].map((name) => result(transaction.objectStore(name).getAll()));
    return [...(await shelf), ...(await queue)];
  }

  /* Forgets envelopes whose receipts matched; with the last one of an assessment goes its place. */
  async forget(envelopes) {
    const ended = envelopes.filter((one) => one.last).map((one) => one.assessment);
    await this.#write(["queue", "place"], (queue, places) => {
      for (const { at } of envelopes) queue.delete(at);
      if (ended.length) dropPlaceOf(places, ended);
    });
  }

  /* Notes a try; after too many a stranger's refusal moves the envelope to the shelf, so that others can go on. */
  async refused(envelope, most) {
    const tries = (envelope.tries ?? 0) + 1;
    const { at, ...kept } = envelope;
    await this.#write(["queue", "shelf"], (queue, shelf) => {
      if (tries < most) queue.put({ ...kept, tries }, at);
      else {
        queue.delete(at);
        shelf.add({ ...kept, tries: 0 });
      }
    });
  }

  /* What is on the shelf is offered again, after everything else. */
  async tryShelfAgain() {
    await this.#write(["queue", "shelf"], (queue, shelf) => {
      shelf.getAll().onsuccess = ({ target }) => {
        for (const envelope of target.result) queue.add(envelope);
        shelf.clear();
      };
    });
  }

  /* A fresh pass for what waits of an assessment. */
  async renew(assessment, pass) {
    await this.#write(["queue"], (queue) => {
      queue.index("assessment").openCursor(assessment).onsuccess = ({ target: { result: at } }) => {
        if (!at) return;
        at.update({ ...at.value, pass });
        at.continue();
      };
    });
  }

  async readPlace() {
    return result((await this.#begin(["place"])).objectStore("place").get("place"));
  }

  async writePlace(place) {
    await this.#write(["place"], (places) => places.put(place, "place"));
  }

  async dropPlace() {
    await this.#write(["place"], (places) => places.clear());
  }

  async #write(names, work) {
    const transaction = await this.#begin(names, "readwrite", STRICT);
    return new Promise((done, fail) => {
      setTimeout(() => fail(new Error("the disk is silent")), PATIENCE);
      transaction.oncomplete = () => done();
      transaction.onabort = () => fail(transaction.error ?? new Error("not kept"));
      work(...names.map((name) => transaction.objectStore(name)));
    });
  }

  /* A connection that has closed under the page is opened once more. */
  async #begin(...how) {
    try {
      return (await this.#open()).transaction(...how);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      this.#opening = null;
      return (await this.#open()).transaction(...how);
    }
  }

  #open() {
    this.#opening ??= open(() => (this.#opening = null)).catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }
}

function open(closed) {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const name of STORES) {
        const store = request.result.createObjectStore(name, name === "place" ? {} : { autoIncrement: true });
        if (name !== "place") store.createIndex("assessment", "assessment");
      }
    };
    request.onerror = () => fail(request.error);
    request.onblocked = () => fail(new Error("blocked"));
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = closed;
      db.onversionchange = () => {
        db.close();
        closed();
      };
      done(db);
    };
  });
}

function dropPlaceOf(places, assessments) {
  places.get("place").onsuccess = ({ target }) => {
    if (assessments.includes(target.result?.assessment)) places.clear();
  };
}

function result(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
