// Starts the storage emulator of development and tests; arguments are Azurite's own.
//
// At every receive, renewal and deletion of a message Azurite tells its database, LokiJS, to remove what has expired.
// For "nothing" LokiJS sorts all its indexes anew and calls itself changed, so that Azurite writes all of it to the
// disk again. Removing nothing is left out here; all else is as published.
"use strict";

const { Collection } = require("lokijs");

const { remove } = Collection.prototype;
Collection.prototype.remove = function (found) {
  return Array.isArray(found) && found.length === 0 ? undefined : remove.call(this, found);
};

require("azurite/dist/src/azurite.js");
