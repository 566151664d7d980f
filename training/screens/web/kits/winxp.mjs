import 'xp.css/dist/XP.css';
import desktop from './old_desktop.mjs';

export default desktop('winxp', '#ece9d8', '#5a7edc', {});
