import '7.css/dist/7.css';
import desktop from './old_desktop.mjs';

export default desktop('win7', '#f0f0f0', '#3a6ea5', { isAero: true });
