// The options of page_test.mjs.
import {parseArgs} from 'node:util';

const HELP = `node page_test.mjs --landfalld FILE --landfall FILE [options]

  --landfalld FILE      the server
  --landfall FILE       the command-line program
  --source FOLDER       the project; its demonstration data is imported
  --chromium FILE       the browser (default /usr/bin/chromium)
  --assets FOLDER       the page's files, in place of those in the program:
                        a change can be tried without building
  --screenshots FOLDER  also write the pictures of the documentation
  --url-demo, --url-gallery, --url-live, --url-locked, --url-many URL
                        ask a server that runs already, for one world; a
                        world without its program and URL is skipped`;

const STRINGS = ['landfalld', 'landfall', 'source', 'chromium', 'assets', 'screenshots', 'url-demo', 'url-gallery', 'url-live', 'url-locked', 'url-many'];

function read() {
  const options = Object.fromEntries(STRINGS.map((name) => [name, {type: 'string'}]));
  try {
    return parseArgs({options: {...options, help: {type: 'boolean'}}}).values;
  } catch (error) {
    console.error(error.message + '\n\n' + HELP);
    process.exit(2);
  }
}

export const options = read();
if (options.help || !(options.landfalld && options.landfall) && !options['url-demo']) {
  console.log(HELP);
  process.exit(options.help ? 0 : 2);
}
options.chromium ??= '/usr/bin/chromium';
options.source ??= new URL('../..', import.meta.url).pathname;
