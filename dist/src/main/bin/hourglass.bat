@echo off
rem Starts the Hourglass of the package that this file lies in, on a JDK or JRE 25 or newer.
rem   HOURGLASS_JAVA_OPTS   more options for the JVM, such as -Xmx8g
setlocal
set "root=%~dp0.."
set "java=java"
if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java"
if exist "%root%\runtime\bin\java.exe" set "java=%root%\runtime\bin\java"
"%java%" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xms32m -XX:MaxRAMPercentage=50 %HOURGLASS_JAVA_OPTS% -cp "%root%\lib\*" dev.hourglass.cli.Main %*
exit /b %ERRORLEVEL%
