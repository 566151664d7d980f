"""Interface strings for the screens: those of message catalogues where they are at hand, else short lists."""

import functools
import re
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from training import cache, catalogues

Language = Literal["en", "ko"]

_ODD: Final = re.compile(r"[%<>{}\\$\n\t]|--|__|^[a-z]+[._]")
"""What programmers put into strings, and screens do not show."""
_VERBS: Final = {
    "en": "OK|Cancel|Apply|Save|Open|Close|Delete|Add|Remove|Next|Back|Finish|Browse…|Refresh|Search|Edit|Copy|Paste|Upload"
    "|Download|Connect|Reset|Help|Print|Send|Sign in|Sign up|Continue|Retry|Skip|Yes|No|Don't Save|Learn more|Install|Update"
    "|Export|Import|Sync now|Create account|Get started|Accept|Decline|Share|Add to cart|Check out|Try again|Test|Restore",
    "ko": "확인|취소|적용|저장|열기|닫기|삭제|추가|제거|다음|이전|마침|찾아보기…|새로 고침|검색|편집|복사|붙여넣기|올리기|내려받기|연결|초기화|도움말|인쇄|보내기"
    "|로그인|회원가입|계속|다시 시도|건너뛰기|예|아니요|저장 안 함|자세히 알아보기|설치|업데이트|내보내기|가져오기|지금 동기화|계정 만들기|시작하기|동의|거부|공유"
    "|장바구니에 담기|주문하기|테스트|복원",
}
_NOUNS: Final = {
    "en": "Account|Network|Display|Sound|Privacy|Security|Updates|Language|Keyboard|Mouse|Backup|Storage|Printers|Camera"
    "|Projects|Reports|Invoices|Customers|Orders|Meetings|Photos|Music|Videos|Servers|Passwords|Appearance|Notifications"
    "|General|Advanced|Accessibility|Bluetooth|Battery|Date and time|Users|Applications|Extensions|Shortcuts|Downloads"
    "|Documents|Pictures|Desktop|Favorites|Recent|Inbox|Drafts|Sent|Archive|Spam|Trash|Overview|Details|History|Members"
    "|Settings|Dashboard|Calendar|Tasks|Files|Messages|Contacts|Billing|Integrations|Support|About",
    "ko": "계정|네트워크|디스플레이|소리|개인 정보|보안|업데이트|언어|키보드|마우스|백업|저장 공간|프린터|카메라|프로젝트|보고서|청구서|고객|주문|회의|사진|음악|동영상|서버"
    "|비밀번호|모양|알림|일반|고급|접근성|블루투스|배터리|날짜와 시간|사용자|응용 프로그램|확장 기능|단축키|다운로드|문서|그림|바탕 화면|즐겨찾기|최근 항목|받은 편지함"
    "|임시 보관함|보낸 편지함|보관함|스팸|휴지통|개요|세부 정보|기록|구성원|설정|대시보드|달력|할 일|파일|메시지|연락처|결제|연동|지원|정보",
}
_FIELDS: Final = {
    "en": "Name|First name|Last name|Email|Password|Confirm password|Phone number|Address|City|Postal code|Country|Company"
    "|Username|File name|Location|Title|Description|Subject|Comment|Server address|Port|Start date|End date|Amount|Quantity"
    "|Width|Height|Font size|Theme|Language|Time zone|Format|Quality|Output folder|Search|Website|Date of birth|Card number"
    "|Default browser|Refresh rate|Resolution|Volume|Brightness|Proxy|Department|Category|Priority|Assignee|API key",
    "ko": "이름|성|이메일|비밀번호|비밀번호 확인|전화번호|주소|도시|우편번호|국가|회사|사용자 이름|파일 이름|위치|제목|설명|받는 사람|의견|서버 주소|포트|시작일|종료일|금액|수량"
    "|너비|높이|글꼴 크기|테마|언어|시간대|형식|품질|출력 폴더|검색|웹사이트|생년월일|카드 번호|기본 브라우저|새로 고침 빈도|해상도|음량|밝기|프록시|부서|분류|우선순위"
    "|담당자|API 키",
}
_CHOICES: Final = {
    "en": "Remember me|Show hidden files|Check for updates automatically|Start at login|Enable notifications|Play a sound"
    "|Use system proxy settings|Send anonymous statistics|Show line numbers|Wrap long lines|Save passwords"
    "|I agree to the terms of service|Do not ask again|Include subfolders|Match case|Whole words only|Use a dark theme"
    "|Allow location access|Keep me signed in|Run in background|Open in a new window|Confirm before deleting|Dark mode"
    "|Night light|Airplane mode|Do not disturb|Ask every time|Only on this device|Everyone|Only contacts|Nobody"
    "|Never|Daily|Weekly|Monthly|Left|Right|Small|Medium|Large|Automatic|Manual|None|Portrait|Landscape",
    "ko": "로그인 상태 유지|숨긴 파일 보기|자동으로 업데이트 확인|로그인할 때 시작|알림 사용|소리 재생|시스템 프록시 설정 사용|익명 통계 보내기|줄 번호 표시|긴 줄 바꿈"
    "|비밀번호 저장|이용 약관에 동의합니다|다시 묻지 않기|하위 폴더 포함|대소문자 구분|단어 단위로|어두운 테마 사용|위치 접근 허용|백그라운드에서 실행|새 창에서 열기"
    "|삭제하기 전에 확인|다크 모드|야간 모드|비행기 모드|방해 금지|매번 묻기|이 기기에서만|모두|연락처만|아무도|안 함|매일|매주|매월|왼쪽|오른쪽|작게|보통|크게|자동|수동|없음"
    "|세로|가로",
}
_SENTENCES: Final = {
    "en": "Changes are saved automatically.|The file could not be opened.|Your password must be at least 8 characters long."
    "|This action cannot be undone.|Choose how you want to be notified.|A new version is available.|Please wait while the"
    " settings are applied.|We will never share your email with anyone else.|The connection to the server was lost."
    "|Select the folders you want to keep in sync.|Do you want to save the changes you made to this document?"
    "|Enter the code that was sent to your phone.|There is not enough space on the disk.|The update was installed."
    "|Some of the items need your attention.|Restart the computer to finish the installation.|No results were found."
    "|People with the link can view this document.|The meeting starts in ten minutes.|Your order has been shipped.",
    "ko": "변경 사항은 자동으로 저장됩니다.|파일을 열 수 없습니다.|비밀번호는 8자 이상이어야 합니다.|이 작업은 되돌릴 수 없습니다.|알림을 받을 방법을 고르십시오.|새 버전을 사용할 수 있습니다."
    "|설정을 적용하는 동안 기다려 주십시오.|이메일 주소는 다른 사람과 공유하지 않습니다.|서버와의 연결이 끊어졌습니다.|동기화할 폴더를 선택하십시오.|이 문서의 변경 사항을 저장하시겠습니까?"
    "|휴대전화로 보낸 코드를 입력하십시오.|디스크 공간이 부족합니다.|업데이트를 설치했습니다.|확인이 필요한 항목이 있습니다.|설치를 마치려면 컴퓨터를 다시 시작하십시오.|검색 결과가 없습니다."
    "|링크가 있는 사람은 이 문서를 볼 수 있습니다.|회의가 10분 뒤에 시작됩니다.|주문하신 상품을 보냈습니다.",
}
_PEOPLE: Final = {
    "en": "Anna Keller|James Park|Maria Rossi|Tom Baker|Lucy Hart|Ben Fischer|Olivia Stone|Noah Reed|Emma Lee|Paul Novak",
    "ko": "김민준|이서연|박지훈|최수빈|정하윤|강도현|조은서|윤재호|임지우|한예린",
}
_MENUS: Final = {
    "en": "File|Edit|View|Insert|Format|Tools|Window|Help",
    "ko": "파일|편집|보기|삽입|서식|도구|창|도움말",
}


@dataclass(frozen=True)
class Words:
    """Strings of one language, drawn by one source of chance."""

    language: Language
    random: Random

    def verb(self) -> str:
        return self._one(_VERBS, 24)

    def verbs(self, count: int) -> list[str]:
        """Return different words for buttons."""
        return self.random.sample(_VERBS[self.language].split("|"), count)

    def noun(self) -> str:
        return self._one(_NOUNS, 26)

    def nouns(self, count: int) -> list[str]:
        """Return different names of pages, folders and the like."""
        return self.random.sample(_NOUNS[self.language].split("|"), count)

    def field(self) -> str:
        return self._one(_FIELDS, 28)

    def choice(self) -> str:
        """Return what may stand beside a check box, a radio or a switch, or in a list of choices."""
        return self._one(_CHOICES, 60)

    def sentence(self) -> str:
        """Return a sentence of a message or an explanation."""
        catalogue = _catalogue(self.language, 24, 120)
        if catalogue and self.random.random() < 0.6:
            return self.random.choice(catalogue)
        return self.random.choice(_SENTENCES[self.language].split("|"))

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def person(self) -> str:
        return self.random.choice(_PEOPLE[self.language].split("|"))

    def menus(self) -> list[str]:
        """Return the names in a menu bar, in their usual order."""
        return _MENUS[self.language].split("|")

    def pick(self, english: str, korean: str) -> str:
        """Return one of the choices, divided by `|`, of the language."""
        return self.random.choice((korean if self.language == "ko" else english).split("|"))

    def _one(self, lists: dict[str, str], longest: int) -> str:
        catalogue = _catalogue(self.language, 2, longest)
        if catalogue and self.random.random() < 0.5:
            return self.random.choice(catalogue)
        return self.random.choice(lists[self.language].split("|"))


@functools.cache
def _catalogue(language: Language, shortest: int, longest: int) -> tuple[str, ...]:
    """Return the strings of the unpacked message catalogues of a length, if there are any."""
    if not any(cache.folder("catalogues").iterdir()):
        return ()
    fitting = (one for one in catalogues.strings(language) if shortest <= len(one) <= longest)
    return tuple(one for one in fitting if not _ODD.search(one))
