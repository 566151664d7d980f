import '98.css/dist/98.css';
import desktop from './old_desktop.mjs';

export default desktop('win98', '#c0c0c0', '#008080', { fieldset: true });
