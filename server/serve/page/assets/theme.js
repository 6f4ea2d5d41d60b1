// A classic script in the head: it runs before the first paint, so a reader who
// chose dark is not flashed at.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('landfall.theme');
  } catch (e) {
    // Storage can be forbidden; the system's scheme is a fine answer then.
  }
  if (choice === 'light' || choice === 'dark') {
    document.documentElement.dataset.theme = choice;
  }
})();
