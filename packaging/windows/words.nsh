; What the installer says, in English and Korean. Kept in UTF-8 with a byte order mark, by which makensis knows it.

!macro Words NAME ENGLISH KOREAN
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_KOREAN} "${KOREAN}"
!macroend
!define Words "!insertmacro Words"

; Before anything is done
${Words} NeedsNewerWindows "Sori needs Windows 10, version 1809, or later, with 64 bits." "Sori에는 64비트 Windows 10 버전 1809 이상이 필요합니다."
${Words} NeedsWindows11 "On a computer with an ARM processor Sori needs Windows 11." "ARM 프로세서를 쓰는 컴퓨터에서는 Windows 11이 필요합니다."
${Words} AlreadyInstalling "Sori's installer is running already: finish that one first." "Sori 설치 프로그램이 이미 실행 중입니다. 먼저 그 설치를 마치십시오."
${Words} AskOlder "Sori $Before is installed, which is newer than ${VERSION}. Do you want the older one in its place? Your settings, history, signs and models are kept." "더 새로운 Sori($Before)가 설치되어 있습니다. ${VERSION} 버전으로 되돌리시겠습니까? 설정, 기록, 수어, 모델은 그대로 남습니다."
${Words} PathTooLong "The folder $INSTDIR has too long a name: choose one of at most ${MOST_LETTERS} letters." "$INSTDIR 폴더의 이름이 너무 깁니다. ${MOST_LETTERS}자 이하의 폴더를 고르십시오."

; The pages
${Words} WelcomeText "This puts Sori ${VERSION} on this computer, for you alone; no administrator is needed.$\r$\n$\r$\nIf Sori runs, it is closed first. Your settings, history, signs and models are kept.$\r$\n$\r$\nPress Next to go on." "이 컴퓨터에 Sori ${VERSION} 버전을 설치합니다. 사용자 본인만을 위한 설치이므로 관리자 권한이 필요하지 않습니다.$\r$\n$\r$\n실행 중인 Sori는 먼저 닫습니다. 설정, 기록, 수어, 모델은 그대로 남습니다.$\r$\n$\r$\n계속하려면 다음을 누르십시오."
${Words} WhereText "Sori goes into this folder. Its name may have at most ${MOST_LETTERS} letters." "Sori를 이 폴더에 설치합니다. 폴더 이름은 최대 ${MOST_LETTERS}자입니다."
${Words} OptionsTitle "How to reach Sori" "Sori를 여는 방법"
${Words} OptionsText "Sori is in the start menu. Choose what you want besides." "Sori는 시작 메뉴에 있습니다. 그 밖에 원하는 것을 고르십시오."
${Words} OptionExplorer "&Describe with Sori in the menu of picture files" "그림 파일의 메뉴에 ‘Sori로 설명’ 넣기(&D)"
${Words} OptionStart "&Open Sori when I sign in to Windows" "Windows에 로그인할 때 Sori 열기(&O)"
${Words} OptionDesktop "&Put Sori on the desktop" "바탕 화면에 Sori 놓기(&P)"
${Words} StartNow "&Open Sori now" "지금 Sori 열기(&O)"

; While it works
${Words} Closing "Closing Sori …" "Sori를 닫는 중입니다 …"
${Words} StillRunning "Sori is still running: close its window and its commands, then press Retry." "Sori가 아직 실행 중입니다. 창과 명령을 닫은 다음 다시 시도를 누르십시오."
${Words} NotClosed "Sori is still running, so nothing was changed: close it and start this again." "Sori가 아직 실행 중이어서 아무것도 바꾸지 않았습니다. Sori를 닫고 다시 시작하십시오."
${Words} NotCopied "Sori could not be copied, so what was there before is back in its place: make room on the disk and start this again." "Sori를 복사할 수 없어 이전 상태로 되돌렸습니다. 디스크 공간을 확보하고 다시 시작하십시오."

; What Windows shows
${Words} ShortcutText "Describes the screen, types what you say, writes captions" "화면을 설명하고, 말을 글로 쓰고, 자막을 보여 줍니다"
${Words} DescribeVerb "Describe with &Sori" "Sori로 설명(&S)"

; Taking it away
${Words} KeepTitle "Your own data" "사용자 데이터"
${Words} KeepText "Sori is removed. What is yours stays, unless you say otherwise." "Sori를 제거합니다. 사용자 데이터는 따로 고르지 않으면 그대로 남습니다."
${Words} DeleteData "&Delete my settings, history, taught signs, words and models as well; this cannot be undone" "내 설정, 기록, 가르친 수어, 단어, 모델도 삭제(&D) (되돌릴 수 없음)"
