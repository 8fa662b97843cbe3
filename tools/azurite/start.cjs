// Starts the storage emulator of development and tests; arguments are Azurite's own.
"use strict";

const Loki = require("lokijs");

// At every receive, renewal and deletion of a message Azurite tells its database to remove what has expired. For
// "nothing" LokiJS sorts all its indexes anew and calls itself changed, so that all of it is written to the disk again:
// with 10,000 messages a deletion takes 80 ms instead of 10. Removing nothing is left out.
const { remove } = Loki.Collection.prototype;
Loki.Collection.prototype.remove = function (found) {
  return Array.isArray(found) && found.length === 0 ? undefined : remove.call(this, found);
};

// Every five seconds the whole database is written to the disk as JSON, and nobody is answered meanwhile. Tests delete
// it at their end, so for them it is not. (Azurite's own mode without a disk comes to a stand under many messages.)
if (process.env.SERVERLESS_AZURITE_FORGETS) Loki.prototype.autosaveEnable = () => {};

require("azurite/dist/src/azurite.js");
